/** What browsers say of the elements of the base page, as far as it is looked at. */
export const userAgentStyles = `
head, script, style, template, title, meta, link, [hidden], dialog:not([open]), datalist { display: none; }
a:any-link { color: linktext; }
h1 { font-size: 2em; } h2 { font-size: 1.5em; } h3 { font-size: 1.17em; } h5 { font-size: 0.83em; } h6 { font-size: 0.67em; }
h1, h2, h3, h4, h5, h6, b, strong, th { font-weight: bold; }
b, strong { font-weight: bolder; }
small { font-size: smaller; }
code, pre, kbd, samp { font-size: 13px; }
dialog { border: medium solid; background-color: canvas; color: canvastext; }
button, input, select, textarea { border: 2px inset light-dark(#767676, #858585); color: canvastext; font-size: 13.3333px; font-weight: 400; line-height: normal; }
input, select, textarea { background-color: light-dark(#ffffff, #3b3b3b); }
button { background-color: light-dark(#efefef, #6b6b6b); }
::placeholder { color: light-dark(#757575, #a9a9a9); }
:focus-visible { outline: 1px auto; }
`;
