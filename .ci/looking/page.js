// What is asked of a page from inside it. Evaluated in every page that is looked at; each question gives a list of
// faults, as [rule, element, what is wrong].
'use strict';
globalThis.look = (() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const CHARTS = 'svg[role=img], svg.ch, svg.spark';

  /** How to find an element again: its own name and the nearest one that has an id. */
  function named(element) {
    const parts = [];
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      const place = at.id ? `#${at.id}` : at.localName + [...at.classList].map(name => `.${name}`).join('');
      parts.unshift(place);
      if (at.id || parts.length === 4) break;
    }
    const words = (element.textContent || '').replace(/zq\d+[ab]qz/g, '').trim().replace(/\s+/g, ' ').slice(0, 40);
    return parts.join(' ') + (words ? ` “${words}”` : '');
  }

  const isShown = element => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  /** Text for those who listen only: one pixel, clipped. */
  const isForListening = element => {
    const box = element.closest('.vh, thead');
    return box !== null && box.getBoundingClientRect().width <= 2;
  };

  const openAll = () => all('details').forEach(details => { details.open = true; });

  /** Nothing stands out to the right of the window; what scrolls by itself may. */
  function width() {
    const room = innerWidth, root = document.documentElement;
    const wide = Math.max(root.scrollWidth, document.body.scrollWidth);
    if (wide <= room) return [];
    const scrolls = element => element.parentElement.closest('.scroll');
    const culprits = all('body *').filter(e => isShown(e) && !scrolls(e) && e.getBoundingClientRect().right > room + 1);
    return culprits.slice(0, 3).map(e => ['wider than the window', named(e), `${wide} px in ${room}`])
      .concat(culprits.length ? [] : [['wider than the window', 'body', `${wide} px in ${room}`]]);
  }

  /** How far (px) the words of a cell stand out of it to either side; the labels of charts are looked at elsewhere. */
  function beyond(cell) {
    const box = cell.getBoundingClientRect(), words = document.createRange();
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    let out = 0;
    while (texts.nextNode()) {
      const holder = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || holder.closest('svg') || !isShown(holder) || isForListening(holder)) continue;
      words.selectNodeContents(texts.currentNode);
      for (const line of words.getClientRects()) {
        if (line.width > 0) out = Math.max(out, line.right - box.right, box.left - line.left);
      }
    }
    return out;
  }

  /** No text is cut off by the box it stands in, and no label of a chart is printed over another or out of the page. */
  function clipped() {
    const faults = [];
    for (const element of all('body *')) {
      if (!element.textContent.trim() || element.closest('svg') || !isShown(element) || isForListening(element)) continue;
      const style = getComputedStyle(element);
      const cuts = axis => /hidden|clip/.test(style[`overflow${axis}`]);
      if (cuts('X') && element.scrollWidth > element.clientWidth + 1) faults.push(['text is cut off', named(element), `${element.scrollWidth} px in ${element.clientWidth}`]);
      if (cuts('Y') && element.scrollHeight > element.clientHeight + 1) faults.push(['text is cut off', named(element), `${element.scrollHeight} px high in ${element.clientHeight}`]);
    }
    for (const cell of all('td, th').filter(isShown)) {
      const out = Math.round(beyond(cell));
      if (out > 1) faults.push(['words stand out of their cell', named(cell), `by ${out} px`]);
    }
    for (const chart of all('svg').filter(isShown)) {
      const labels = all('text', chart).filter(isShown).map(text => [text, text.getBoundingClientRect()]);
      labels.forEach(([text, box], index) => {
        if (box.left < -1 || box.right > innerWidth + 1 && !chart.closest('.scroll')) faults.push(['a label leaves the page', named(text), `from ${Math.round(box.left)} to ${Math.round(box.right)} px`]);
        for (const [other, there] of labels.slice(index + 1)) {
          const across = Math.min(box.right, there.right) - Math.max(box.left, there.left);
          const down = Math.min(box.bottom, there.bottom) - Math.max(box.top, there.top);
          if (across > 1 && down > 4) faults.push(['one label lies over another', named(text), `and ${named(other)}`]);
        }
      });
    }
    return faults;
  }

  /** One h1, and no level left out. */
  function headings() {
    const faults = [];
    const levels = all('h1, h2, h3, h4, h5, h6').map(e => [e, Number(e.localName[1])]);
    const tops = levels.filter(([, level]) => level === 1).length;
    if (tops !== 1) faults.push(['one h1', 'body', `there are ${tops}`]);
    levels.forEach(([element, level], index) => {
      const before = index ? levels[index - 1][1] : 0;
      if (level > before + 1) faults.push(['a level of headings is left out', named(element), `h${level} after ${before ? `h${before}` : 'nothing'}`]);
    });
    return faults;
  }

  /** Every chart says in words what it shows, or stands beside them and is no picture of its own. */
  function charts() {
    return all(CHARTS).filter(chart => chart.getAttribute('aria-hidden') !== 'true').flatMap(chart => {
      const words = chart.getAttribute('aria-label') || '';
      return chart.getAttribute('role') === 'img' && words.trim().length > 10 ? [] : [['a chart without words', named(chart), words]];
    });
  }

  /** Links within the page lead somewhere; those to other files are handed back to be looked for. */
  function links() {
    const faults = [], files = new Set();
    for (const link of all('a[href]')) {
      const href = link.getAttribute('href');
      if (href.startsWith('#')) {
        if (!document.getElementById(decodeURIComponent(href.slice(1)))) faults.push(['a link leads nowhere', named(link), href]);
      } else if (link.protocol === 'file:') files.add(link.href.split('#')[0]);
    }
    return { faults, files: [...files] };
  }

  // --- Colours. Everything is compared as it is drawn on the nearest background that is one.
  const rgb = text => (text.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const contrast = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + .05) / (Math.min(x, y) + .05);
  };
  function behind(element) {
    for (let at = element; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? [0, 0, 0] : [255, 255, 255];
  }
  /** The best contrast of a paint against what is behind; a pattern is as good as its best part. */
  function paint(style, key, ground) {
    const value = style[key];
    if (!value || value === 'none' || Number(style[`${key}Opacity`]) < .5) return 0;
    const pattern = value.match(/url\("?#([^")]+)"?\)/);
    if (pattern) {
      const parts = all('*', document.getElementById(pattern[1]) || document.createElement('i'));
      return Math.max(0, ...parts.map(part => paint(getComputedStyle(part), 'fill', ground)));
    }
    const color = rgb(value);
    return color[3] === 0 ? 0 : contrast(color, ground);
  }
  /** Every mark of a chart can be told from the paper (3 to 1, WCAG 1.4.11), and every label read (4.5 to 1). */
  function marks() {
    const faults = [];
    const drawn = [...all(CHARTS), ...all('.key svg')].filter(isShown);
    for (const chart of drawn) {
      const ground = behind(chart.parentElement);
      for (const mark of all('rect, line, path, circle, polygon, polyline, ellipse', chart)) {
        const style = getComputedStyle(mark);
        if (mark.closest('[data-quiet]') || !isShown(mark)) continue;
        // A tick drawn on a mark is seen against the mark, which is looked at itself.
        if (mark.parentElement.localName === 'svg' && mark.parentElement !== chart) continue;
        if (mark.previousElementSibling?.localName === 'rect' && mark.closest('.key')) continue;
        const best = Math.max(paint(style, 'fill', ground), parseFloat(style.strokeWidth) >= .5 ? paint(style, 'stroke', ground) : 0);
        if (best < 3) faults.push(['a mark cannot be told from the paper', `${named(chart.closest('tr, figure, li') || chart)} ${mark.localName}.${mark.getAttribute('class')}`, `${best.toFixed(1)} to 1`]);
      }
      for (const text of all('text', chart).filter(isShown)) {
        const best = paint(getComputedStyle(text), 'fill', ground);
        if (best < 4.5) faults.push(['a label cannot be read', named(text), `${best.toFixed(1)} to 1`]);
      }
    }
    return faults;
  }

  /** Every line of text can be read where it stands (4.5 to 1; large 3 to 1), as axe has it, in a fraction of the time. */
  function legible() {
    const faults = [], known = new Map();
    for (const element of all('body *')) {
      if (element.closest('svg, .skip') || ![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
      if (!isShown(element) || isForListening(element)) continue;
      const style = getComputedStyle(element), ground = behind(element), size = parseFloat(style.fontSize);
      const least = size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5;
      const pair = `${style.color} ${ground}`;
      if (!known.has(pair)) known.set(pair, contrast(rgb(style.color), ground));
      if (known.get(pair) < least) faults.push(['text cannot be read', named(element), `${known.get(pair).toFixed(1)} to 1`]);
    }
    return faults;
  }
  /** Where a reader has colours of their own, text takes them, unless a page says otherwise. */
  function unforced() {
    return all('body *').filter(e => !e.closest('svg') && isShown(e) && getComputedStyle(e).forcedColorAdjust !== 'auto')
      .map(e => ['it keeps colours of its own', named(e), '']);
  }

  // --- The keyboard.
  const REACHED = 'a[href], summary, button, input, select, textarea, [contenteditable], [tabindex]';
  const canBeReached = element => {
    if (!isShown(element) || element.disabled || element.tabIndex < 0) return false;
    return element.type !== 'radio' || element.checked || !all(`input[name="${element.name}"]:checked`).length;
  };
  let walked = [];
  /** Before the walk: writes down what takes the focus, and whether that can be seen. */
  function beforeWalk() {
    walked = [];
    document.addEventListener('focusin', event => {
      const style = getComputedStyle(event.target), box = event.target.getBoundingClientRect();
      const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && rgb(style.outlineColor)[3] !== 0;
      const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
      walked.push([event.target, outlined, inside, outlined ? contrast(rgb(style.outlineColor), behind(event.target.parentElement)) : 0]);
    });
    document.activeElement?.blur();
    return all(REACHED).filter(canBeReached).length;
  }
  function afterWalk() {
    const faults = [], reached = new Set(walked.map(([element]) => element));
    for (const element of all(REACHED).filter(canBeReached)) {
      if (!reached.has(element)) faults.push(['the keyboard does not reach it', named(element), '']);
    }
    for (const element of all('a:not([href]), [onclick], [role=button], [role=link]')) {
      if (isShown(element) && (element.localName === 'a' ? !element.hasAttribute('href') && !element.hasAttribute('tabindex') : element.tabIndex < 0)) faults.push(['the keyboard does not reach it', named(element), '']);
    }
    for (const [element, outlined, inside, seen] of walked) {
      if (!outlined) faults.push(['the focus cannot be seen', named(element), '']);
      else if (seen < 3) faults.push(['the focus cannot be seen', named(element), `${seen.toFixed(1)} to 1`]);
      if (!inside) faults.push(['the focus is out of sight', named(element), '']);
    }
    return faults;
  }
  /** What scrolls sideways has a name and takes the focus, in browsers that do not see to that themselves, too. */
  function scrollers() {
    return all('body *').filter(e => isShown(e) && /auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
      .filter(e => !e.hasAttribute('tabindex') || !e.hasAttribute('role') || !(e.getAttribute('aria-label') || document.getElementById(e.getAttribute('aria-labelledby'))))
      .map(e => ['what scrolls cannot be reached or has no name', named(e), '']);
  }

  // --- Paper. Marks that take no room say, once printed, on which page a thing begins and ends.
  const things = [];
  function mark(kind, what) { things.push([kind, what]); return things.length - 1; }
  function stamp(words) {
    const span = document.createElement('span');
    span.textContent = words;
    span.setAttribute('style', 'position:absolute;font:1px/1px monospace;letter-spacing:0;white-space:nowrap;display:inline');
    return span;
  }
  function beforePrint() {
    things.length = 0;
    for (const chart of all(CHARTS).filter(isShown)) {
      const height = chart.getBoundingClientRect().height;
      if (height < 8) continue;
      const n = mark('a chart is cut', named(chart.closest('tr, figure, li') || chart));
      for (const [end, y] of [['a', 1], ['b', height - 1]]) {
        const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
        text.textContent = `zq${n}${end}qz`;
        text.setAttribute('y', y);
        text.setAttribute('style', 'font:1px monospace;stroke:none');
        chart.append(text);
      }
    }
    const follows = heading => {
      // What a heading, or the caption of a table, stands above: the next line of text that is none itself.
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      walker.currentNode = heading;
      let inside = heading.lastChild || heading;
      while (inside.lastChild) inside = inside.lastChild;
      walker.currentNode = inside;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!node.data.trim() || parent.closest('h1, h2, h3, h4, caption, thead, svg, .vh, style, script, [style*="1px/1px"]')) continue;
        if (isShown(parent)) return parent;
      }
      return null;
    };
    for (const heading of all('h1, h2, h3, h4, caption, thead th:first-child, p.lbl, p.lede, summary').filter(isShown)) {
      if (heading.closest('summary') && !heading.closest('details').open) continue;
      if (isForListening(heading) && heading.localName !== 'th') continue;
      const below = follows(heading);
      if (!below) continue;
      const n = mark(heading.localName === 'th' ? 'the head of a table stands alone' : 'a heading stands alone', named(heading));
      heading.prepend(stamp(`zq${n}aqz`)); // at its end it might stand beside the sheet
      below.prepend(stamp(`zq${n}bqz`));
    }
    return things;
  }

  /** A few words of what axe found. */
  function axeFaults(results, how) {
    return results.violations.flatMap(rule => rule.nodes.map(node => [`axe ${rule.id}${how}`, node.target.join(' '),
      (node.any[0] || node.all[0] || node.none[0])?.message.split('\n')[0] || rule.help]));
  }
  async function axeRun(options, how) {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const results = await axe.run(document, { runOnly: { type: 'tag', values: tags }, ...options, resultTypes: ['violations'], iframes: false });
    const isRule = rule => rule.tags.some(tag => /^wcag/.test(tag));
    const advice = results.violations.filter(rule => !isRule(rule));
    results.violations = results.violations.filter(isRule);
    return { faults: axeFaults(results, how), advice: axeFaults({ violations: advice }, how) };
  }

  return { openAll, width, clipped, headings, charts, links, marks, legible, unforced, beforeWalk, afterWalk, scrollers, beforePrint, axeRun };
})();
