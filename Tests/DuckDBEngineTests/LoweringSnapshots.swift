/// What each plan of `LoweringTests` is in SQL.
enum LoweringSnapshots {
    static let all = #"""
        -- scan
        SELECT *
        FROM data."frame"

        -- filters
        SELECT *
        FROM data."frame"
        WHERE "a" > 1 AND (("a" > 1) OR ("b" IS NULL))

        -- project
        SELECT "b", "a" + 1 AS "d"
        FROM data."frame"
        WHERE "a" > 1

        -- project twice
        SELECT "d" + 1 AS "e", CAST(3 AS BIGINT) AS "f"
        FROM (
          SELECT "a" + "a" AS "d"
          FROM data."frame"
        )

        -- filter computed
        SELECT *
        FROM (
          SELECT "a" + "a" AS "d"
          FROM data."frame"
        )
        WHERE "d" > 4

        -- aggregate
        SELECT "b", upper("b") AS "up", count(*) AS "n", first("b" ORDER BY rowid) AS "first"
        FROM data."frame"
        GROUP BY "b", 2
        ORDER BY "b", "up"

        -- top
        SELECT *
        FROM data."frame"
        ORDER BY "c" DESC, rowid
        LIMIT 5

        -- tail
        SELECT "a", "b", "c"
        FROM (
          SELECT "a", "b", "c", rowid AS "#1"
          FROM data."frame"
          ORDER BY "#1" DESC
          LIMIT 5
        )
        ORDER BY "#1"

        -- rows
        SELECT *
        FROM data."frame"
        WHERE "a" > 1
        LIMIT 3
        OFFSET 1

        -- head by
        SELECT *
        FROM data."frame"
        WHERE rowid IN (
          SELECT unnest(min(rowid, 2)) AS "place"
          FROM data."frame"
          GROUP BY "b"
        )
        ORDER BY rowid

        -- distinct
        SELECT "a", "b", arg_min_null("c", rowid) AS "c"
        FROM data."frame"
        GROUP BY "a", "b", "c"
        ORDER BY min(rowid)

        -- distinct on
        SELECT *
        FROM data."frame"
        WHERE rowid IN (
          SELECT arg_max(rowid, create_sort_key("c", 'ASC NULLS LAST', rowid, 'ASC NULLS LAST')) AS "place"
          FROM data."frame"
          GROUP BY "b"
        )
        ORDER BY "c", rowid

        -- sample
        SELECT "a", "b", "c"
        FROM (
          SELECT "a", "b", "c", rowid AS "#1"
          FROM data."frame"
          ORDER BY epilogue_sample(rowid, 7), "#1"
          LIMIT 10
        )
        ORDER BY "#1"

        -- sample by
        SELECT "a", "b", "c"
        FROM (
          SELECT "a", "b", "c", row_number() OVER () - 1 AS "#1"
          FROM data."frame"
          WHERE "a" > 1
        )
        QUALIFY row_number() OVER (PARTITION BY "b" ORDER BY epilogue_sample("#1", 7), "#1") <= round(0.1e0 * count(*) OVER (PARTITION BY "b"))
        ORDER BY "#1"

        -- split
        SELECT *
        FROM data."frame"
        QUALIFY row_number() OVER (ORDER BY epilogue_split(rowid, 7), rowid) > round(0.6e0 * count(*) OVER ()) AND row_number() OVER (ORDER BY epilogue_split(rowid, 7), rowid) <= round(0.8e0 * count(*) OVER ())
        ORDER BY rowid

        -- split group
        SELECT "a", "b", "c"
        FROM (
          SELECT "a", "b", "c", min(rowid) OVER (PARTITION BY "b") AS "#1", rowid AS "#2"
          FROM data."frame"
        )
        QUALIFY dense_rank() OVER (ORDER BY epilogue_split("#1", 7), "#1") > round(0.5e0 * count(DISTINCT "#1") OVER ()) AND dense_rank() OVER (ORDER BY epilogue_split("#1", 7), "#1") <= count(DISTINCT "#1") OVER ()
        ORDER BY "#2"

        -- split cut
        SELECT *
        FROM data."frame"
        WHERE ("a" >= 5 OR "a" IS NULL)

        -- join
        SELECT l."a" AS "a", l."b" AS "b", l."c" AS "c", r."b" AS "b_right", r."c" AS "c_right"
        FROM data."frame" AS l
        LEFT JOIN (
          SELECT "a", "b", "c", rowid AS "#1"
          FROM data."frame"
          WHERE "a" > 1
        ) AS r
          ON l."a" = r."a"
        ORDER BY l.rowid, r."#1"

        -- join then
        SELECT l."b" AS "b", count(*) AS "n"
        FROM data."frame" AS l
        INNER JOIN data."frame" AS r
          ON l."a" = r."a"
        GROUP BY l."b"
        ORDER BY "b"

        -- semi
        SELECT l."a" AS "a", l."b" AS "b", l."c" AS "c"
        FROM data."frame" AS l
        SEMI JOIN data."frame" AS r
          ON l."a" = r."a"
        ORDER BY l.rowid

        -- asof
        SELECT l."a" AS "a", l."b" AS "b", l."c" AS "c", r."a" AS "a_right", r."c" AS "c_right"
        FROM data."frame" AS l
        ASOF LEFT JOIN (
          SELECT *
          FROM data."frame"
          WHERE rowid IN (
            SELECT max(rowid) AS "place"
            FROM data."frame"
            GROUP BY "b", "a"
          )
        ) AS r
          ON l."b" = r."b" AND l."a" >= r."a"
        ORDER BY l.rowid

        -- same
        SELECT l."a" AS "a", l."b" AS "b", l."c" AS "c"
        FROM data."frame" AS l
        ANTI JOIN data."frame" AS r
          ON l."b" IS NOT DISTINCT FROM r."b"
        ORDER BY l.rowid

        -- unnest
        SELECT "b", "l"
        FROM (
          SELECT "b", "l", "#3" AS "#4", "#2" AS "#5"
          FROM (
            SELECT "b", unnest("l") AS "l", unnest(range(len("l"))) AS "#2", "#1" AS "#3"
            FROM (
              SELECT "b", ["a", "c"] AS "l", rowid AS "#1"
              FROM data."frame"
              WHERE "a" > 1
            )
          )
          ORDER BY "#4" DESC, "#5" DESC
          LIMIT 3
        )
        ORDER BY "#4", "#5"

        -- fill
        SELECT last_value("a" IGNORE NULLS) OVER (PARTITION BY "b" ORDER BY "c", rowid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "a"
        FROM data."frame"
        ORDER BY rowid

        -- append
        SELECT *
        FROM (
          SELECT CAST("a" AS DOUBLE) AS "a", "b", "c", CAST(NULL AS VARCHAR) AS "z"
          FROM data."frame"
          UNION ALL
          SELECT "c" AS "a", CAST(NULL AS VARCHAR) AS "b", CAST(NULL AS DOUBLE) AS "c", "b" AS "z"
          FROM data."frame"
        )

        -- append sorted
        SELECT "a", "b", "c"
        FROM (
          SELECT "a", "b", "c", 0 AS "#1", "#3" AS "#2"
          FROM (
            SELECT "a", "b", "c", row_number() OVER (ORDER BY "c", rowid) - 1 AS "#3"
            FROM data."frame"
          )
          UNION ALL
          SELECT "a", "b", "c", 1 AS "#1", rowid AS "#2"
          FROM data."frame"
        )
        ORDER BY "#1", "#2"

        -- sql
        SELECT CAST("a" AS BIGINT) AS "a", CAST("n" AS BIGINT) AS "n"
        FROM (
          WITH "_" AS (
            SELECT *
            FROM data."frame"
            WHERE "a" > 1
          )
          SELECT * FROM (
          select a, count(*) as n from _ group by a
          )
        ) AS user_rows("a", "n")
        ORDER BY "a", "n"

        -- window
        SELECT "a", row_number() OVER (PARTITION BY "b" ORDER BY rowid) AS "r", avg("c") OVER (PARTITION BY "b") AS "m"
        FROM data."frame"
        ORDER BY rowid

        -- case
        SELECT "a", "b" AS "A#2"
        FROM data."frame"
        ORDER BY "A#2", rowid

        -- shadow
        SELECT "c"
        FROM (
          SELECT "a" AS "c", "c" AS "#1", rowid AS "#2"
          FROM data."frame"
        )
        ORDER BY "#1", "#2"

        -- shadow cut
        SELECT "a" AS "c"
        FROM (
          SELECT *
          FROM data."frame"
          ORDER BY "c", rowid
          LIMIT 3
        )

        -- sorted groups
        SELECT "b", avg("c") AS "m"
        FROM data."frame"
        GROUP BY "b"
        ORDER BY "m" DESC, "b"
        LIMIT 3

        -- groups filtered
        SELECT *
        FROM (
          SELECT "b", avg("c") AS "m"
          FROM data."frame"
          GROUP BY "b"
        )
        WHERE "m" > 1e0
        ORDER BY "b"

        -- window filter
        SELECT *
        FROM data."frame"
        QUALIFY "c" > (avg("c") OVER (PARTITION BY "b"))
        ORDER BY rowid
        """#
}
