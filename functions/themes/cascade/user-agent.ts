/** Browsers' default styles for the elements of the base page, as far as the base styles keep them. */
export const userAgentStyles = `
head, [hidden] { display: none; }
strong, th { font-weight: bold; }
code, pre { font-size: 13px; }
button, input, select, textarea { font-size: 13.3333px; line-height: normal; color: canvastext; }
::placeholder { color: #757575; }
`;
