"""Rules held against a frame in Python; each line names what is to be done.

    checking.py THREADS RULES

`read FILE` reads the rows, `make pandera` or `make great_expectations` makes the rules, `check` holds the
rows to them, and `save FILE` writes down how many rows each rule failed for.
"""

import json
import os
import sys
import tomllib

import duckdb
import pandas

threads, rules = sys.argv[1:]
rules = tomllib.loads(open(rules).read())["rule"]
frame = checker = failures = None
os.environ["GX_ANALYTICS_ENABLED"] = "false"


def read(path):
    global frame
    frame = duckdb.connect(config={"threads": int(threads)}).execute(f"SELECT * FROM '{path}'").df()


def bounds(rule):
    low, high = rule["between"]
    return (pandas.Timestamp(low), pandas.Timestamp(high)) if isinstance(low, str) else (low, high)


class Pandera:
    def __init__(self):
        import pandera.pandas as pandera

        self.pandera = pandera
        columns, pairs = {}, []
        for index, rule in enumerate(rules):
            name = rule["column"]
            column = columns.setdefault(name, {"checks": [], "nullable": True})
            if "present" in rule:
                column["nullable"] = False
            elif "at_least" in rule:
                pairs.append(self.pair(name, rule["at_least"], index))
            else:
                column["checks"].append(self.check(rule, index))
        self.schema = pandera.DataFrameSchema(
            {name: pandera.Column(**column) for name, column in columns.items()}, checks=pairs
        )

    def check(self, rule, index):
        check = self.pandera.Check
        if "between" in rule:
            return check.in_range(*bounds(rule), name=str(index))
        if "in" in rule:
            return check.isin(rule["in"], name=str(index))
        return check.str_matches(rule["matches"], name=str(index))

    def pair(self, larger, smaller, index):
        return self.pandera.Check(
            lambda rows: (rows[larger] >= rows[smaller]) | rows[smaller].isna(), name=str(index)
        )

    def run(self):
        failed = [0] * len(rules)
        try:
            self.schema.validate(frame, lazy=True)
        except self.pandera.errors.SchemaErrors as errors:
            for error in errors.schema_errors:
                name = error.check.name if hasattr(error.check, "name") else error.check
                # A check of whole rows has a case for each of their cells.
                failed[int(name)] = error.failure_cases["index"].nunique()
        return failed


class GreatExpectations:
    def __init__(self):
        import great_expectations

        self.context = great_expectations.get_context(mode="ephemeral")
        self.context.variables.progress_bars = {"globally": False}
        source = self.context.data_sources.add_pandas("frames")
        asset = source.add_dataframe_asset("flights")
        self.batch = asset.add_batch_definition_whole_dataframe("whole")
        self.suite = great_expectations.ExpectationSuite(name="rules")
        for index, rule in enumerate(rules):
            expectation = self.expectation(great_expectations.expectations, rule)
            # The results come in an order of their own.
            expectation.meta = {"rule": index}
            self.suite.add_expectation(expectation)

    def expectation(self, expectations, rule):
        name = rule["column"]
        if "between" in rule:
            low, high = bounds(rule)
            return expectations.ExpectColumnValuesToBeBetween(column=name, min_value=low, max_value=high)
        if "in" in rule:
            return expectations.ExpectColumnValuesToBeInSet(column=name, value_set=rule["in"])
        if "matches" in rule:
            return expectations.ExpectColumnValuesToMatchRegex(column=name, regex=rule["matches"])
        if "present" in rule:
            return expectations.ExpectColumnValuesToNotBeNull(column=name)
        return expectations.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=name, column_B=rule["at_least"], or_equal=True,
            ignore_row_if="either_value_is_missing",
        )

    def run(self):
        batch = self.batch.get_batch(batch_parameters={"dataframe": frame})
        results = batch.validate(self.suite, result_format="BASIC").results
        failed = [0] * len(rules)
        for result in results:
            failed[result.expectation_config.meta["rule"]] = result.result["unexpected_count"]
        return failed


makers = {"pandera": Pandera, "great_expectations": GreatExpectations}
for number, line in enumerate(sys.stdin, 1):
    name, *arguments = line.split()
    if name == "read":
        read(*arguments)
    elif name == "make":
        checker = makers[arguments[0]]()
    elif name == "check":
        failures = checker.run()
    else:
        with open(arguments[0], "w") as file:
            json.dump(failures, file)
    print("done", number, flush=True)
