"use strict";
// The text in paragraphs. Each caption is a link to its moment; one stop for Tab, arrows walk.
(() => {
  const byId = (id) => document.getElementById(id);
  const { languages, video, element, clock } = player;
  const search = byId("search");
  const box = byId("transcript");
  let rows = [];
  let current = -1;

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Folded text and, for each of its characters, where it came from: accents must not hide a match.
  function foldWithPlaces(text) {
    let folded = "";
    const places = [];
    let at = 0;
    for (const char of text) {
      const plain = fold(char);
      for (let i = 0; i < plain.length; i += 1) { places.push(at); }
      folded += plain;
      at += char.length;
    }
    places.push(text.length);
    return [folded, places];
  }

  function marked(text, wanted) {
    if (!wanted) { return [text]; }
    const [folded, places] = foldWithPlaces(text);
    const pieces = [];
    let from = 0;
    for (let hit = folded.indexOf(wanted); hit >= 0; hit = folded.indexOf(wanted, hit + wanted.length)) {
      const end = places[hit + wanted.length];
      pieces.push(text.slice(from, places[hit]), element("mark", {}, text.slice(places[hit], end)));
      from = end;
    }
    return pieces.length ? [...pieces, text.slice(from)] : null;
  }

  const address = (ms, tag) => `#t=${ms / 1000}&lang=${encodeURIComponent(tag)}`;

  function show() {
    const language = languages[player.chosen];
    const wanted = fold(search.value.trim());
    const text = element("div", { lang: language.tag, dir: language.dir, className: "text" });
    const begins = new Set(language.paragraphs);
    rows = [];
    current = -1;
    let hits = 0;
    let paragraph = null;
    language.cues.forEach(([start, end, , , plain], number) => {
      if (begins.has(number)) { paragraph = null; }
      const heading = language.headings?.[number];
      if (heading && !wanted) { text.append(element("h3", {}, heading)); }
      const pieces = marked(plain, wanted);
      if (!pieces) { rows.push({ start, end, link: null }); return; }
      hits += 1;
      const link = element("a", { className: "cue", href: address(start, language.tag), tabIndex: -1 }, ...pieces);
      link.title = clock(start);
      rows.push({ start, end, link });
      if (!paragraph || wanted) {
        paragraph = element("p", {}, element("time", {}, clock(start)));
        text.append(paragraph);
      }
      paragraph.append(" ", link);
    });
    box.replaceChildren(hits ? text : element("p", { className: "nothing" }, pageWords.say("nothing")));
    byId("count").textContent = wanted ? pageWords.say("found", { hits, all: language.cues.length }) : "";
    const first = rows.find((row) => row.link);
    if (first) { first.link.tabIndex = 0; }
    follow();
  }

  function makeStop(link) {
    box.querySelectorAll("a[tabindex='0']").forEach((other) => { other.tabIndex = -1; });
    link.tabIndex = 0;
  }

  function follow() {
    const ms = video.currentTime * 1000;
    const now = rows.findIndex((row) => row.start <= ms && ms < row.end);
    if (now === current) { return; }
    rows[current]?.link?.removeAttribute("aria-current");
    current = now;
    const link = rows[now]?.link;
    if (!link) { return; }
    link.setAttribute("aria-current", "true");
    if (byId("follow").checked && !box.contains(document.activeElement)) {
      makeStop(link);
      const place = link.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
      box.scrollTop = place - box.clientHeight / 2;
    }
  }

  // ---- links to a moment: #t=41&lang=pt

  function obey(isPlaying) {
    const wanted = new URLSearchParams(location.hash.slice(1));
    const tag = (wanted.get("lang") ?? new URLSearchParams(location.search).get("lang") ?? "").toLowerCase();
    const index = languages.findIndex((language) => language.tag.toLowerCase() === tag);
    if (index >= 0) { player.choose(index); }
    const seconds = Number.parseFloat(wanted.get("t"));
    if (Number.isFinite(seconds) && seconds >= 0) { player.seek(seconds * 1000, isPlaying); }
    return index >= 0;
  }

  byId("link").addEventListener("click", async () => {
    const tag = languages[player.chosen]?.tag ?? "";
    const link = location.href.split("#")[0] + address(Math.floor(video.currentTime) * 1000, tag);
    history.replaceState(null, "", link);
    await navigator.clipboard?.writeText(link).catch(() => {});
    byId("link").textContent = pageWords.say("copied");
    setTimeout(() => { byId("link").textContent = pageWords.say("link"); }, 2000);
  });

  box.addEventListener("click", (event) => {
    const link = event.target.closest("a.cue");
    if (!link) { return; }
    event.preventDefault();
    makeStop(link);
    player.seek(rows.find((row) => row.link === link).start);
  });
  box.addEventListener("keydown", (event) => {
    const all = [...box.querySelectorAll("a.cue")];
    const at = all.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 };
    const link = all[next[event.key]];
    if (link) { event.preventDefault(); makeStop(link); link.focus(); }
  });
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { box.querySelector("a.cue")?.focus(); }
    if (event.key === "Escape") { search.value = ""; show(); }
  });
  video.addEventListener("timeupdate", follow);
  video.addEventListener("seeked", follow);
  window.addEventListener("hashchange", () => obey(true));
  player.onLanguage(show);

  const facts = byId("facts").dataset;
  if (facts.count) {
    const count = Number(facts.count);
    const parts = [facts.duration, pageWords.say(count === 1 ? "oneLanguage" : "languages", { count })];
    if (facts.spoken) { parts.push(pageWords.say("spoken", { name: facts.spoken })); }
    byId("facts").textContent = parts.join(" · ");
  }

  // Without a link that says which, captions are in the viewer's language if there are any, else in the spoken one.
  const preferred = pageWords.wanted
    .map((tag) => languages.findIndex((l) => l.tag.toLowerCase().split("-")[0] === tag.toLowerCase().split("-")[0]))
    .find((index) => index >= 0);
  if (!languages.length) { box.append(element("p", { className: "nothing" }, pageWords.say("none"))); }
  else if (!obey(false)) { player.choose(preferred ?? 0); }
})();
