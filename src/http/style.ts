/** Legible on a phone, in the dark, and on paper; colours have a contrast of at least 4.5 to 1. */
export const STYLE = `
:root{--text:#1b1b1f;--soft:#55555f;--line:#d5d5dd;--back:#fff;--mark:#0b5cad;--warn:#8a3b00;--warnback:#fff3e6}
@media(prefers-color-scheme:dark){:root{--text:#ececf1;--soft:#b5b5c0;--line:#3c3c46;--back:#18181c;--mark:#6cb2f5;--warn:#ffc48a;--warnback:#3a2712}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--back)}
h1{font-size:1.5rem;margin:.5rem 0}
h2{font-size:1.2rem;margin:2rem 0 .5rem;text-transform:capitalize}
.sample{display:inline-block;margin:0;padding:.2rem .6rem;border-radius:.3rem;color:var(--warn);background:var(--warnback);font-weight:600}
ul{padding-left:1.2rem;color:var(--warn)}
table{width:100%;table-layout:fixed;border-collapse:collapse;margin:0 0 1.5rem}
caption{text-align:left;color:var(--soft);padding:.3rem 0}
th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:middle}
th:first-child{text-align:left;padding-left:0}
th:first-child{width:36%}
th:nth-child(2){width:18%}
th:nth-child(3){width:20%}
tbody th{font-weight:400;overflow-wrap:anywhere}
thead th{font-size:.85rem;font-weight:600;color:var(--soft)}
td{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
svg{display:block;margin-left:auto;max-width:100%}
path{fill:none;stroke:var(--mark);stroke-width:1.5;stroke-linejoin:round}
@media(max-width:36rem){body{padding:.75rem}th,td{padding:.3rem .25rem}svg{width:5.5rem;height:auto}thead th:nth-child(3){max-width:5rem}}
`;
