import { feedback } from './feedback.ts';
import { forms } from './forms.ts';
import { overlays } from './overlays.ts';
import { pieces } from './pieces.ts';
import { footer, header } from './shell.ts';
import { text } from './text.ts';

/**
 * A page with every component that a theme can style. Checks measure it, the audit opens it in a browser, and previews
 * show it. Stylesheets are inserted before its `</head>`.
 */
export const basePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Components of a store</title>
</head>
<body class="rd-page">
${header}
<main class="rd-main">
${[text, pieces, forms, feedback, overlays].join('\n')}
</main>
${footer}
</body>
</html>
`;
