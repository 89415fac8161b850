/** Legible on a phone, in the dark, and on paper; colours have a contrast of at least 4.5 to 1. */
export const STYLE = `
:root{--text:#1b1b1f;--soft:#55555f;--line:#d5d5dd;--back:#f6f6f9;--card:#fff;--mark:#0b5cad;--band:#dde8f3;--warn:#8a3b00;--warnback:#fff3e6}
@media(prefers-color-scheme:dark){:root{--text:#ececf1;--soft:#b5b5c0;--line:#3c3c46;--back:#131316;--card:#1c1c21;--mark:#6cb2f5;--band:#26323f;--warn:#ffc48a;--warnback:#33230f}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--back)}
a{color:var(--mark)}
h1{font-size:1.5rem;margin:.5rem 0}
h2{font-size:1.1rem;margin:0}
h3{font-size:1rem;margin:.75rem 0 0}
.sample{display:inline-block;margin:0;padding:.2rem .6rem;border-radius:.3rem;color:var(--warn);background:var(--warnback);font-weight:600}
section{margin:1rem 0;padding:1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
.attention{color:var(--warn);background:var(--warnback)}
.attention .advice{margin:0;color:var(--text)}
ul{margin:.25rem 0;padding-left:1.2rem;overflow-wrap:anywhere}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));gap:1rem}
.cards section{margin:0}
.cards section:has(details[open]){grid-column:1/-1}
.number{margin:.25rem 0 0;font-size:2rem;line-height:1.2;font-weight:600;font-variant-numeric:tabular-nums}
.about{display:flex;flex-wrap:wrap;gap:0 1rem;margin:0 0 .5rem;color:var(--soft)}
.about span:not(:first-child){white-space:nowrap}
summary{margin-top:.5rem;cursor:pointer;color:var(--mark)}
table{width:100%;border-collapse:collapse;margin:.5rem 0 1.5rem}
caption span,td span{white-space:nowrap}
caption{text-align:left;color:var(--soft);padding:.3rem 0}
th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:middle}
th:first-child{text-align:left;padding-left:0}
tbody th{font-weight:400;overflow-wrap:anywhere}
thead th{font-size:.85rem;font-weight:600;color:var(--soft)}
td{font-variant-numeric:tabular-nums}
svg{display:block;max-width:100%;height:auto}
td svg{margin-left:auto}
path{fill:none;stroke:var(--mark);stroke-width:1.5;stroke-linejoin:round}
polygon{fill:var(--band)}
@media(max-width:36rem){body{padding:.75rem}th,td{padding:.3rem .2rem}td,thead th{font-size:.8rem}tbody th{min-width:20vw;font-size:.9rem}td svg{width:5rem}}
`;
