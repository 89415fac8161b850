export const HOW = `Made by \`npm run drops -- --write\`; the same seeds give the same figures on every machine. A group of series is replayed day by day as a tenant would see it: the newest date is 80 to 100 % complete until the next one comes, half of the zeros are empty cells, and 180 days are known on the first day.

- **Notifications** are counted by report, per week of a tenant; an alarm that goes on is one notification. Where an alarm names a column (the same-weekday rule), another worst column of a report is another notification.
- **Alarms** are counted by column. Those within six days after a holiday or a shutdown are counted apart, and so are collapses: dates that are seen in hindsight to have had at most a quarter of what was usual.
- **Falls** are put into the series one at a time, on main dates that were ordinary without them: at least three, two fifths of the busiest day of the week, 60 % of usual. A fall is found if there is an alarm before the next main date comes. Columns are told apart by how they scatter from date to date, in hindsight.
- **Columns judged** are those of which the rule can tell something on at least half of the days.

*Day over day* and *week over week* compare the newest date with one date before. *promql-anomaly-detection* is the robust strategy of [Grafana's rules](https://github.com/grafana/promql-anomaly-detection) for one value a day: what it takes from the last day is taken from the last 28 dates, the hour around the same time a week ago from the same weekday of the last eight weeks. Nothing is said of what vanished by these three.

A simulated tenant has 180 columns in 30 reports over a year. Sizes, scatter, weekends, growth, and how much a column follows its tenant differ by column; there are Poisson and negative binomial counts, twelve holidays, a shutdown of two weeks, bridging days, month ends, bursts, a migration, and 0.3 % of cells that are empty for no reason. Notifications of the migration are among those counted.`;

export const REAL_SERIES = '66 real daily series from public sources';

export const ORIGINS = `## Where the series come from

66 real daily series from public sources, one to three years each; one of them is too short to be replayed. Those of one origin are one tenant, and holidays are not distinguished.

| series | origin and licence |
| --- | --- |
| \`git_*\` | commits and authors a day of public repositories, counted from their history |
| \`births_*\` | US births (SSA, CDC), by fivethirtyeight/data, CC BY 4.0 |
| \`cran_*\` | downloads of R packages, from the public CRAN logs |
| \`peds2016_*\`, \`peds4_*\` | pedestrians in Melbourne, City of Melbourne open data, CC BY |
| \`prophet_*\`, \`wiki_*\` | Wikipedia page views, Wikimedia, CC0; some as in the examples of facebook/prophet, MIT |
| \`taxi_*\` | New York taxi trips, TLC, by toddwschneider/nyc-taxi-data, MIT |`;
