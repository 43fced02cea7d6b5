// Builds ../wwwroot/css/portal.css (PatternFly's parts in pf-entry.css, then portal.css, purged and minified) and ../wwwroot/fonts/.
import { build, transform } from 'esbuild';
import postcss from 'postcss';
import { PurgeCSS } from 'purgecss';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(here, '../wwwroot');
const fontFiles = here + '/node_modules/@patternfly/patternfly/assets/fonts';
const families = { Text: '400 700', Display: '600 800', Mono: '400 700' };

const otherTheme = /pf-v6-theme-(felt|glass|high-contrast)/;
const iconFont = /^\.(fa|fas|far|fab|fa-[\w-]+|pf-v6-pficon[\w-]*|pf-v6-icon|pf-v6-m-)(?!\w)/;

// PatternFly switches to dark by a class on <html>; the portal follows the system's setting, in light and dark only.
const themes = { postcssPlugin: 'themes', Once(root) {
  root.walkAtRules('font-face', (rule) => { rule.remove(); });
  root.walkDecls(/^--pf-t--chart/, (declaration) => { declaration.remove(); });
  root.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) => !otherTheme.test(selector) && !iconFont.test(selector));
    if (!kept.length) { rule.remove(); return; }
    if (kept.length < rule.selectors.length) rule.selectors = kept;
    if (!rule.selector.includes('.pf-v6-theme-dark')) return;
    const selector = rule.selector.startsWith(':where') ? ':where(:root)' : rule.selector.replaceAll(':where(.pf-v6-theme-dark)', ':where(*)');
    const media = postcss.atRule({ name: 'media', params: '(prefers-color-scheme: dark)' });
    media.append(rule.clone({ selector }));
    rule.replaceWith(media);
  });
} };

// PurgeCSS drops what stands in ":is(…)" and a lone ":focus-visible": lists are written out and lone states get a "*" before purging.
function writtenOut(selector) {
  const start = selector.search(/:is\(/);
  if (start < 0 || selector.slice(0, start).split('(').length !== selector.slice(0, start).split(')').length) return [selector];
  let end = start + 4;
  for (let depth = 1; depth > 0; end++) depth += { '(': 1, ')': -1 }[selector[end]] ?? 0;
  const compound = selector.slice(0, start).match(/[^\s>+~]*$/)[0];
  const before = selector.slice(0, start - compound.length);
  return postcss.list.comma(selector.slice(start + 4, end - 1))
    .map((choice) => before + (/^[a-z]/.test(choice) ? choice + compound : compound + choice) + selector.slice(end))
    .flatMap(writtenOut);
}

const spread = { postcssPlugin: 'spread', Once(root) {
  root.walkRules((rule) => {
    rule.selectors = rule.selectors.flatMap(writtenOut).map((selector) => selector.replace(/^:(focus|hover|active|target|disabled)/, '*:$1'));
  });
} };

// MapStaticAssets serves a file for a year under a name with its fingerprint: base 36 of the first bytes of the SHA-256, as the SDK writes it.
// The plain name stands behind it, so a different fingerprint costs a revalidation and never the font.
function fingerprint(bytes) {
  let rest = BigInt.asIntN(72, BigInt('0x' + createHash('sha256').update(bytes).digest().subarray(0, 9).reverse().toString('hex')));
  if (rest < 0n) rest = -rest;
  let text = '';
  for (let i = 0; i < 10; i++) { text += (rest % 36n).toString(36); rest /= 36n; }
  return text;
}

// Upright variable fonts only: one file a family holds all weights.
function fontFaces() {
  fs.mkdirSync(`${out}/fonts`, { recursive: true });
  return Object.entries(families).map(([family, weights]) => {
    const name = `RedHat${family}VF`;
    const bytes = fs.readFileSync(`${fontFiles}/RedHat${family}/${name}.woff2`);
    fs.writeFileSync(`${out}/fonts/${name}.woff2`, bytes);
    const sources = [`${name}.${fingerprint(bytes)}`, name].map((file) => `url("../fonts/${file}.woff2") format("woff2")`);
    return `@font-face { font-family: "Red Hat ${family}"; font-weight: ${weights}; font-display: fallback; src: ${sources.join(', ')}; }`;
  }).join('\n');
}

const bundle = await build({
  absWorkingDir: here, entryPoints: ['pf-entry.css'], bundle: true, write: false, outdir: '.',
  loader: { '.woff2': 'empty', '.svg': 'empty' }, logLevel: 'error',
});
const run = async (plugin, css) => (await postcss([plugin]).process(css, { from: undefined })).css;
const minify = async (css) => (await transform(css, { loader: 'css', minify: true })).code;

const patternFly = await minify(await run(themes, bundle.outputFiles[0].text));
const ours = await minify(fs.readFileSync(`${here}/portal.css`, 'utf8'));
const [purged] = await new PurgeCSS().purge({
  content: ['../Pages/**/*.cshtml', '../Pages/**/*.cs', '../wwwroot/portal.js'].map((glob) => path.posix.join(here.replaceAll('\\', '/'), glob)),
  css: [{ raw: await run(spread, patternFly + ours) }],
  // Elements that only the Markdown of the content folder brings.
  safelist: ['h2', 'h3', 'h4', 'p', 'ul', 'ol', 'li', 'a', 'strong', 'em', 'code', 'pre', 'blockquote', 'hr', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  variables: true, keyframes: true,
});

fs.mkdirSync(`${out}/css`, { recursive: true });
fs.writeFileSync(`${out}/css/portal.css`, await minify(fontFaces() + purged.css));
