// Filled by the first piece of work that needs it.
