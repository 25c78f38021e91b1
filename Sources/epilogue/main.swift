print("epilogue")
