# make run     from a fresh clone to the prompt
# make test    everything that continuous integration checks

root := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
# With colours a compiler's command is another, and a build begun without a terminal begins anew in one.
release := swift build -c release --static-swift-stdlib --product epilogue --no-color-diagnostics
program := $(root)/.build/release/epilogue
PREFIX ?= /usr/local

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := build
.PHONY: run build test check bench bench-shap soak format install bootstrap

# Builds for use, plays the tour, and hands over the prompt; without a terminal, the prompt reads
# what is piped in and ends with it.
run: build
	@cd $(root) && $(program) replay sessions/tour.md && exec $(program)

build: bootstrap
	@cd $(root) && $(release)

bootstrap:
	@$(root)/scripts/bootstrap

# Debug only: the inner loop and continuous integration share one build.
# One test after the other: some wait for keys and clocks, and busy ones beside them would be heard.
test: check
	@cd $(root) && swift test --skip-build --disable-xctest --no-parallel

check:
	@$(root)/scripts/bootstrap --tests
	@cd $(root) && scripts/check

# What takes long: long forms of the tests, then the suite under each sanitizer in a build of its own.
# A file that asks for too much memory is refused, so that is no end. No search for leaks: it takes for
# lost what an enum holds, whose case stands in the pointer's bits.
soak: bootstrap
	@cd $(root) && EPILOGUE_SOAK=1 swift test --disable-xctest --no-parallel
	@cd $(root) && ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 \
	    swift test --disable-xctest --no-parallel --sanitize=address --scratch-path .build-asan
	@cd $(root) && TSAN_OPTIONS=suppressions=$(root)/Tests/Sanitizers/thread.suppressions \
	    swift test --disable-xctest --no-parallel --sanitize=thread --scratch-path .build-tsan

bench: build
	@cd $(root) && Tests/Benchmarks/run

# The explanations alone.
bench-shap: build
	@cd $(root) && Tests/Benchmarks/run --rows shap-paths,shap-singles,shap-against,shap-pairs,shap-others,shap-background,shap-threads,shap-flights

format:
	@cd $(root) && swift format --in-place --parallel --recursive Package.swift Sources Tests

# The program looks for its libraries in lib/epilogue beside its own folder.
install: build
	@install -D $(program) $(DESTDIR)$(PREFIX)/bin/epilogue
	@install -d $(DESTDIR)$(PREFIX)/lib/epilogue
	@cd $(root)/.deps/lib && install -m 644 *.so *.so.* $(DESTDIR)$(PREFIX)/lib/epilogue
	@cd $(root) && for file in $$(find sessions/lessons sessions/data -type f); do \
	    install -D -m 644 $$file $(DESTDIR)$(PREFIX)/share/epilogue/$$file || exit 1; done
	@$(program) --generate-completion-script bash | install -D -m 644 /dev/stdin \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/epilogue
	@$(program) --generate-completion-script zsh | install -D -m 644 /dev/stdin \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_epilogue
	@$(program) --generate-completion-script fish | install -D -m 644 /dev/stdin \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/epilogue.fish
	@echo "installed $(DESTDIR)$(PREFIX)/bin/epilogue"
