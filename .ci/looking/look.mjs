// Looks at pages as their readers do: wide, narrow, zoomed, in the dark, in colours of their own, by keyboard, on paper.
//
//   node look.mjs [--shots FOLDER] FOLDER PAGE...
//
// Each fault is one line: FAILED, the page, the rule, the element, what is wrong. The tools stand where NODE_PATH says.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(join(process.env.NODE_PATH, 'here.js'));
const CDP = require('chrome-remote-interface');
const scripts = [readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'),
  readFileSync(fileURLToPath(new URL('page.js', import.meta.url)), 'utf8')];

const args = process.argv.slice(2);
const shots = args[0] === '--shots' ? args.splice(0, 2)[1] : null;
const [folder, ...pages] = args;
const work = mkdtempSync(join(tmpdir(), 'look-'));
const AT_ONCE = 2;

/** Starts the browser and gives the port it listens at. */
function browser() {
  const child = spawn('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-extensions',
    '--host-resolver-rules=MAP * ~NOTFOUND', '--remote-debugging-port=0', `--user-data-dir=${work}`, 'about:blank'],
  { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', text => {
      said += text;
      const port = said.match(/DevTools listening on ws:\/\/[^:]+:(\d+)/);
      if (port) resolve({ child, port: Number(port[1]) });
    });
    child.on('exit', code => reject(new Error(`the browser ended with ${code}: ${said.slice(-500)}`)));
    child.on('error', reject);
  });
}

/** A browser that has just been started on a busy machine may hang up the first times. */
async function patiently(open, times = 5) {
  for (;; times -= 1) {
    try {
      return await open();
    } catch (error) {
      if (times === 1) throw error;
      await new Promise(resolve => setTimeout(resolve, 2000));
    }
  }
}

/** A window of the browser, and what is done in it. */
class Window {
  static async open(port) {
    const window = new Window();
    window.cdp = await patiently(async () => CDP({ port, target: await CDP.New({ port, url: 'about:blank' }) }));
    const { Page, Network, Runtime, Log, Emulation } = window.cdp;
    await Promise.all([Page.enable(), Network.enable(), Runtime.enable(), Log.enable(),
      Emulation.setFocusEmulationEnabled({ enabled: true })]);
    Network.requestWillBeSent(({ request }) => window.asked.push(request.url));
    Log.entryAdded(({ entry }) => { if (entry.level === 'error') window.said.push(entry.text); });
    Runtime.exceptionThrown(({ exceptionDetails: { exception, text } }) => window.said.push(exception?.description || text));
    return window;
  }

  async go(url) {
    this.asked = [];
    this.said = [];
    const loaded = this.cdp.Page.loadEventFired();
    await this.cdp.Page.navigate({ url });
    await loaded;
    for (const expression of scripts) await this.ask(expression);
  }

  /** Evaluates in the page; the value comes back as JSON. */
  async ask(expression) {
    const { result, exceptionDetails } = await this.cdp.Runtime.evaluate({ expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(`${expression.slice(0, 60)}: ${exceptionDetails.exception?.description || exceptionDetails.text}`);
    return result.value;
  }

  size(width, height = 900, deviceScaleFactor = 1) {
    return this.cdp.Emulation.setDeviceMetricsOverride({ width, height, deviceScaleFactor, mobile: false });
  }

  /** The settings a reader has made: `{'prefers-color-scheme': 'dark'}`. */
  wishes(wishes, media = '') {
    return this.cdp.Emulation.setEmulatedMedia({ media, features: Object.entries(wishes).map(([name, value]) => ({ name, value })) });
  }

  async shot(name) {
    if (!shots) return;
    const { contentSize } = await this.cdp.Page.getLayoutMetrics().then(m => ({ contentSize: m.cssContentSize }));
    const clip = { x: 0, y: 0, width: contentSize.width, height: Math.min(contentSize.height, 16000), scale: 1 };
    const { data } = await this.cdp.Page.captureScreenshot({ clip, captureBeyondViewport: true });
    writeFileSync(join(shots, `${name}.png`), Buffer.from(data, 'base64'));
  }
}

/** A page as it comes, for the eyes of whoever works on it. */
async function portraits(window, name) {
  const wishes = { dark: { 'prefers-color-scheme': 'dark' }, forced: { 'forced-colors': 'active', 'prefers-color-scheme': 'dark' } };
  await window.shot(`${name}-1280`);
  for (const [how, wish] of Object.entries(wishes)) {
    await window.wishes(wish);
    await window.shot(`${name}-${how}`);
  }
  await window.wishes({ 'prefers-color-scheme': 'light' });
  for (const width of [768, 390, 360]) {
    await window.size(width, 780);
    await window.shot(`${name}-${width}`);
  }
  await window.size(1280);
}

/** One page, looked at in every way; gives its faults and what axe merely advises. */
async function look(window, page) {
  const faults = [], advice = [];
  const name = relative(folder, page).replaceAll('/', '_').replace(/\.html$/, '');
  const url = pathToFileURL(page).href;
  const add = (found, how) => faults.push(...found.map(([rule, ...rest]) => [how ? `${rule} (${how})` : rule, ...rest]));
  const axe = async (options, how) => {
    const found = await window.ask(`look.axeRun(${JSON.stringify(options)}, ${JSON.stringify(how && ` (${how})`)})`);
    faults.push(...found.faults);
    advice.push(...found.advice);
  };

  // At a desk, by day.
  await window.wishes({ 'prefers-color-scheme': 'light' });
  await window.size(1280);
  await window.go(url);
  add(await window.ask('look.width()'), '1280 px');
  if (shots) await portraits(window, name);
  add(await window.ask('look.headings()'));
  add(await window.ask('look.charts()'));
  const links = await window.ask('look.links()');
  add(links.faults);
  add(links.files.filter(file => !existsSync(fileURLToPath(file))).map(file => ['a link leads nowhere', file, '']));
  await window.ask('look.openAll()');
  add(await window.ask('look.width()'), '1280 px, all open');
  add(await window.ask('look.clipped()'), '1280 px');
  add(await window.ask('look.marks()'), 'light');
  await axe({}, '');

  // By keyboard, with every disclosure open, so that there is most to reach.
  const stops = await window.ask('look.beforeWalk()');
  const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  for (let n = 0; n < stops + 2; n += 1) {
    await window.cdp.Input.dispatchKeyEvent({ type: 'keyDown', ...key });
    await window.cdp.Input.dispatchKeyEvent({ type: 'keyUp', ...key });
  }
  add(await window.ask('look.afterWalk()'));

  // By night, and in colours of the reader's own.
  await window.wishes({ 'prefers-color-scheme': 'dark' });
  add(await window.ask('look.marks()'), 'dark');
  await axe({ runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }, 'dark');
  for (const scheme of ['light', 'dark']) {
    await window.wishes({ 'prefers-color-scheme': scheme, 'forced-colors': 'active' });
    add(await window.ask('look.marks()'), `forced colours, ${scheme}`);
    add(await window.ask('look.unforced()'), `forced colours, ${scheme}`);
  }
  await window.wishes({ 'prefers-color-scheme': 'light', 'prefers-contrast': 'more' });
  add(await window.ask('look.legible()'), 'more contrast');

  // At 200 per cent, with letters and lines set wider (WCAG 1.4.4, 1.4.12), and on a telephone.
  await window.wishes({ 'prefers-color-scheme': 'light' });
  await window.size(640, 450, 2);
  add(await window.ask('look.width()'), '200 % zoom');
  add(await window.ask('look.clipped()'), '200 % zoom');
  await window.ask(`{ const wide = document.createElement('style'); wide.id = 'wide'; document.head.append(wide);
    wide.textContent = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }' }`);
  add((await window.ask('look.clipped()')).filter(([rule]) => rule === 'text is cut off'), 'text spaced out');
  await window.ask(`document.getElementById('wide').remove()`);
  for (const width of [768, 390, 360, 320]) {
    await window.size(width, 780);
    add(await window.ask('look.width()'), `${width} px, all open`);
    add(await window.ask('look.scrollers()'), `${width} px`);
    if (width === 360) {
      add(await window.ask('look.clipped()'), '360 px');
      // Of axe's rules, those that a narrow window may break.
      await axe({ runOnly: { type: 'rule', values: ['target-size', 'scrollable-region-focusable', 'aria-hidden-focus', 'meta-viewport'] } }, '360 px');
    }
  }

  add([...new Set(window.asked)].filter(asked => asked !== url && !asked.startsWith('data:')).map(asked => ['a request leaves the page', asked, '']));
  add([...new Set(window.said)].map(said => ['the browser complains', said, '']));

  // On paper: as it comes, and with every disclosure open.
  for (const open of [false, true]) {
    await window.size(794, 1123);
    await window.go(url);
    if (open) await window.ask('look.openAll()');
    await window.wishes({}, 'print');
    add(await window.ask('look.marks()'), 'print');
    add(await window.ask('look.legible()'), 'print');
    const things = await window.ask('look.beforePrint()');
    const { data } = await window.cdp.Page.printToPDF({ preferCSSPageSize: true, printBackground: true });
    const file = join(shots || work, `${name}${open ? '-open' : ''}.pdf`);
    writeFileSync(file, Buffer.from(data, 'base64'));
    const how = open ? 'print, all open' : 'print';
    const { faults: printed, room } = paper(file, things);
    add(printed, how);
    // What is too wide for the paper the browser makes smaller, so that is seen at the width between the margins.
    await window.size(room);
    add(await window.ask('look.width()'), how);
    await window.wishes({});
  }
  return { faults, advice };
}

/** What went wrong on paper, and how many pixels its lines are long. */
function paper(file, things) {
  const faults = [], where = new Map();
  let room = 0;
  const sheets = execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }).split('<page ').slice(1);
  sheets.forEach((sheet, index) => {
    const [width, height] = ['width', 'height'].map(side => Number(sheet.match(`${side}="([\\d.]+)"`)[1]));
    if (Math.abs(Math.min(width, height) - 595) > 2 || Math.abs(Math.max(width, height) - 842) > 2) faults.push(['it is not A4', `page ${index + 1}`, `${width} by ${height} points`]);
    room = Math.floor((width / 72 - 30 / 25.4) * 96);
    let words = '';
    for (const [, word] of sheet.matchAll(/<word [^>]*>([^<]*)</g)) {
      words += `${word} `;
      for (const [mark] of word.matchAll(/zq\d+[ab]qz/g)) if (!where.has(mark)) where.set(mark, index + 1);
    }
    if (!words.includes(`Page ${index + 1} of ${sheets.length}`)) faults.push(['the page is not numbered', `page ${index + 1}`, '']);
  });
  things.forEach(([rule, what], n) => {
    const [from, to] = ['a', 'b'].map(end => where.get(`zq${n}${end}qz`));
    if (!from || !to) faults.push(['it cannot be found on paper', what, rule]);
    else if (from !== to) faults.push([rule, what, `pages ${from} and ${to}`]);
  });
  return { faults, room };
}

/** The faults of a page, the same rule at most three times. */
function report(page, faults) {
  const rules = new Map();
  for (const [rule, element, what] of faults) rules.set(rule, [...(rules.get(rule) || []), [element, what]]);
  for (const [rule, found] of rules) {
    for (const [element, what] of found.slice(0, 3)) console.log(`FAILED: ${relative(folder, page)}: ${rule}: ${element}${what ? `: ${what}` : ''}`);
    if (found.length > 3) console.log(`        ${relative(folder, page)}: ${rule}: and ${found.length - 3} more`);
  }
}

if (shots) mkdirSync(shots, { recursive: true });
const { child, port } = await browser();
let failed = 0, seen = 0;
const advised = new Map();
try {
  const queue = [...pages];
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, pages.length) }, async () => {
    const window = await Window.open(port);
    for (let page = queue.shift(); page; page = queue.shift()) {
      const { faults, advice } = await look(window, page);
      report(page, faults);
      failed += faults.length;
      seen += 1;
      for (const [rule] of advice) advised.set(rule, (advised.get(rule) || 0) + 1);
    }
  }));
} finally {
  child.removeAllListeners('exit');
  const gone = new Promise(resolve => child.on('exit', resolve));
  child.kill();
  await gone;
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
for (const [rule, count] of [...advised].sort()) console.log(`advice: ${rule}: ${count} places`);
console.log(`${seen} pages looked at: ${failed} faults`);
process.exit(failed ? 1 : 0);
