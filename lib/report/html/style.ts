/** The page's only style sheet: light and dark, narrow and wide, screen and paper. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --text: #1b1f24; --soft: #545d68; --line: #7d8793; --box: #f4f6f8;
  --vpc: #fafbfc; --good: #13632f; --bad: #a40e26; --lit: #0a4da3; --doubt: #744c00; --code: #eceff2;
  --resolve: #6b4fa0; --connect: #0a6ebd; --tls: #b25000; --request: #2a7d46; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171b; --text: #e7eaee; --soft: #a9b2bd; --line: #6c7783;
  --box: #1f242a; --vpc: #181c21; --good: #6fd391; --bad: #ff8f9b; --lit: #7db8ff; --doubt: #f0c674; --code: #252b32;
  --resolve: #b79df0; --connect: #63b3f2; --tls: #f0a45c; --request: #7ed39a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 62rem; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0 0 .5rem; } footer { margin-top: 2rem; } h4 { margin: 1rem 0 .25rem; } h5 { margin: .5rem 0 0; font-size: .9rem; }
.sentence { font-size: 1.15rem; font-weight: 600; margin: .5rem 0; }
.soft, .times, .detail, .whose { color: var(--soft); } .whose { font-weight: 400; } code { background: var(--code); padding: 0 .25em; border-radius: 3px; }
.whole { white-space: nowrap; } .scroll { overflow-x: auto; } .scroll:focus-visible, button:focus-visible { outline: 3px solid var(--lit); outline-offset: 2px; }
svg { display: block; font: 12.5px system-ui, sans-serif; } .picture { border: 1px solid var(--line); border-radius: 6px; }
svg text { fill: var(--text); } svg text.detail, svg text.label { fill: var(--soft); } svg .name { font-weight: 600; }
.vpc { fill: var(--vpc); stroke: var(--line); stroke-dasharray: 5 4; } .box { fill: var(--box); stroke: var(--line); }
.probed .box { stroke: var(--text); stroke-width: 1.5; }
.target.pass .name { fill: var(--good); } .target.fail .name { fill: var(--bad); }
.target.inconclusive .name { fill: var(--doubt); } .target.neutral .name { fill: var(--lit); }
.path path, svg .mark { fill: none; stroke: var(--ink); } .path .line { stroke-width: 1.5; stroke-opacity: .6; } .path .near { stroke: transparent; stroke-width: 9; pointer-events: stroke; }
.path { --ink: var(--bad); } .path.pass { --ink: var(--good); } .path.neutral { --ink: var(--lit); }
.path.inconclusive { --ink: var(--doubt); } .path.today { --ink: var(--soft); } .path.today .line { stroke-dasharray: 2 3; stroke-opacity: .9; }
.path.broken .line { stroke-dasharray: 4 4; } .path.broken .cross { stroke-dasharray: none; stroke-width: 2; stroke-opacity: 1; } svg .mark { fill: var(--ink); stroke: none; font-weight: 700; } svg .halo { fill: var(--vpc); }
.pointed .path .line { stroke-opacity: .2; } .pointed .path.lit .line, .pointed .path.beside .line { stroke-width: 3; stroke-opacity: 1; }
.pointed .target.lit .box, [data-box]:hover .box { stroke: var(--lit); stroke-width: 3; } svg.tall { display: none; } svg.half { max-width: 100%; height: auto; }
.change h3 { margin: 1rem 0 .25rem; } .change p { margin: .25rem 0; }
pre { background: var(--code); padding: .5rem .75rem; border-radius: 6px; overflow-x: auto; margin: .25rem 0; } pre code { padding: 0; }
.days { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); column-gap: 1.5rem; }
.days section { display: grid; grid-row: span 2; grid-template-rows: subgrid; row-gap: 0; min-width: 0; } .days h3 { align-self: end; margin-top: .5rem; }
dl.money, dl.ways { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .5rem 0; }
dl.money dt, dl.ways dt { color: var(--soft); } dl.money dd, dl.ways dd { margin: 0; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem .3rem 0; vertical-align: middle;
  border-bottom: 1px solid var(--line); } :is(td, p, span).pass { color: var(--good); } :is(td, p, span).fail { color: var(--bad); } :is(td, p, span).inconclusive { color: var(--doubt); } :is(td, p, span).neutral { color: var(--lit); }
td p { margin: .15rem 0; } td, th { min-width: 5.5rem; } .network :is(th, td) { vertical-align: top; }
button { font: inherit; color: var(--lit); background: none; border: 0; padding: .2rem 0; min-height: 24px; text-align: left; cursor: pointer; max-width: 26rem;
  text-decoration: underline; }
tr.lit { background: var(--box); }
.evidence { border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; margin: 1rem 0; }
.cause { border-left: 4px solid var(--bad); padding-left: .6rem; margin: .5rem 0; } .cause.edge-inconclusive { border-color: var(--doubt); } .cause.edge-neutral { border-color: var(--lit); } .operation { margin: .25rem 0 .5rem; }
.bar { display: inline-block; max-width: 100%; vertical-align: middle; margin-right: .5rem; background: var(--code); }
.resolve { fill: var(--resolve); } .connect { fill: var(--connect); } .tls { fill: var(--tls); } .request { fill: var(--request); }
.key { display: inline-block; margin-right: 1rem; } .key svg { display: inline-block; vertical-align: middle; }
.scripted .evidence { display: none; } .scripted .evidence.lit { display: block; }
@media (max-width: 700px) { svg.tall { display: block; max-width: 100%; height: auto; } svg.wide, svg.half { display: none; } }
@media screen and (max-width: 700px) { td, th { min-width: 8.5rem; } .cards, .cards :is(tbody, tr, th) { display: block; } .cards thead { display: none; }
  .cards td { display: grid; grid-template-columns: 5rem 1fr; min-width: 0; } .cards td::before { content: attr(data-label); color: var(--soft); }
  dl.ways { grid-template-columns: 1fr; row-gap: 0; } dl.ways dd { margin: 0 0 .4rem; }
  .cards :is(th, td) { border: 0; padding: .1rem 0; } .cards tr { border-bottom: 1px solid var(--line); padding: .4rem 0; } }
@media print { body { max-width: none; padding: 0 1px; } .scripted .evidence { display: block; } .scroll { overflow: visible; } svg { max-width: 100%; height: auto; }
  h2, h3, h4, h5, thead, h2 + p { break-after: avoid; } .legend { break-before: avoid; break-inside: avoid; } .evidence { -webkit-box-decoration-break: clone; box-decoration-break: clone; } tr, li, dl.ways, .operation, .cause, .change p { break-inside: avoid; } thead { display: table-header-group; }
  .picture { break-inside: avoid; } .picture svg { max-height: 23cm; margin: 0 auto; } .days { display: flex; } .days section { display: block; flex: 1 1 0; } .days h3 { font-size: .85rem; } .days svg.half { display: none; } .days svg.tall { display: block; }
  tr.lit { background: none; }
  * { print-color-adjust: exact; } pre { white-space: pre-wrap; } .network { font-size: .9em; } .hint { display: none; } }
`;
