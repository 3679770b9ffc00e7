"use strict";
// What the video is called, said to be about and divided into, in the language of the captions.
(() => {
  const { languages, video, element } = player;
  const byId = (id) => document.getElementById(id);
  const heading = document.querySelector("h1");
  let chapters = [];

  // A language without a title, a description or chapters of its own has those of the first that has.
  const withPart = (part) => {
    const chosen = languages[player.chosen];
    return chosen[part].length ? chosen : languages.find((language) => language[part].length) ?? chosen;
  };
  const speak = (node, language) => { node.lang = language.tag; node.dir = language.dir; };

  // Addresses are links; everything else is text.
  function linked(text) {
    return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/u).map((part, at) => (at % 2
      ? element("a", { href: part, rel: "noopener nofollow", textContent: part }) : part));
  }

  function showTexts() {
    const named = withPart("title");
    if (named.title) {
      heading.textContent = named.title;
      document.title = named.title;
      speak(heading, named);
    }
    const told = withPart("about");
    const box = byId("about");
    box.hidden = !told.about;
    speak(byId("about-text"), told);
    byId("about-text").replaceChildren(...linked(told.about));
  }

  function showChapters() {
    const language = withPart("chapters");
    const list = byId("chapter-list");
    byId("chapters").hidden = !language.chapters.length;
    speak(list, language);
    chapters = language.chapters.map(([start, end, title], at) => {
      const link = element("a", { href: `#t=${start / 1000}&lang=${encodeURIComponent(languages[player.chosen].tag)}` },
        element("time", {}, player.clock(start)), element("span", {}, title));
      link.addEventListener("click", (event) => {
        event.preventDefault();
        player.seek(chapters[at].start);
      });
      return { start, end, link };
    });
    list.replaceChildren(...chapters.map(({ link }) => element("li", {}, link)));
    mark();
  }

  function mark() {
    const ms = video.currentTime * 1000;
    for (const { start, end, link } of chapters) {
      if (start <= ms && ms < end) { link.setAttribute("aria-current", "true"); } else { link.removeAttribute("aria-current"); }
    }
  }

  // Some browsers list chapters in the player's own menu.
  for (const language of languages.filter(({ chapters: own }) => own.length)) {
    const track = video.addTextTrack("chapters", language.label, language.tag);
    for (const [start, end, title] of language.chapters) {
      track.addCue(new VTTCue(start / 1000, end / 1000, title));
    }
    track.mode = "hidden";
  }

  player.onLanguage(() => { showTexts(); showChapters(); });
  video.addEventListener("timeupdate", mark);
  video.addEventListener("seeked", mark);
})();
