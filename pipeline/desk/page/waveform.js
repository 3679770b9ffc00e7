// The sound as a picture, with the captions over it: drawn for what is visible, from peaks computed once.

import { clock, element, say } from "./dom.js";
import { Dragging } from "./dragging.js";
import { peaksOf } from "./api.js";

const PEAKS_A_SECOND = 50;
const [NARROWEST, WIDEST] = [4, 600];
const HEIGHT = 132;

export class Waveform {
  constructor(app, place) {
    this.app = app;
    this.peaks = null;
    this.heard = [];
    this.pxPerSecond = 90;
    this.fromMs = 0;
    this.isDirty = true;
    this.isEnded = false;
    this.canvas = element("canvas");
    this.box = element("div", { className: "waveform", tabIndex: 0, role: "group",
      "aria-label": "Waveform: arrows move the playhead, plus and minus zoom",
      onkeydown: (event) => this.pressed(event) }, this.canvas);
    this.place = place;
    this.dragging = new Dragging(this);
    this.resized = new ResizeObserver(() => this.fit());
    this.colours = null;
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.colours = null; this.isDirty = true; });
  }

  // The page works without it: a video without sound leaves the place empty.
  async open() {
    this.place.append(this.box);
    this.resized.observe(this.box);
    this.app.track.subscribe(() => { this.isDirty = true; });
    this.app.player.listeners.add((now) => this.follow(now));
    this.app.player.video.addEventListener("play", () => this.run());
    this.run();
    try {
      this.peaks = await peaksOf(this.app.video.name);
    } catch { /* offline: tried again when the page is opened again */ }
    this.box.hidden = !this.peaks;
    this.isDirty = true;
  }

  end() {
    this.isEnded = true;
    this.resized.disconnect();
  }

  get width() { return this.box.clientWidth; }

  get visibleMs() { return this.width / this.pxPerSecond * 1000; }

  get lengthMs() {
    return Math.max(this.peaks ? this.peaks.length / 2 / PEAKS_A_SECOND * 1000 : 0, this.app.track.at(-1)?.end ?? 0, 1000);
  }

  x(ms) { return (ms - this.fromMs) / 1000 * this.pxPerSecond; }

  ms(x) { return this.fromMs + x / this.pxPerSecond * 1000; }

  fit() {
    const scale = devicePixelRatio || 1;
    this.canvas.width = Math.round(this.width * scale);
    this.canvas.height = Math.round(HEIGHT * scale);
    this.isDirty = true;
    this.draw();
  }

  moveTo(fromMs) {
    this.fromMs = Math.max(0, Math.min(fromMs, this.lengthMs - this.visibleMs / 2));
    this.isDirty = true;
  }

  zoom(factor, aroundMs = this.fromMs + this.visibleMs / 2) {
    const x = this.x(aroundMs);
    this.pxPerSecond = Math.max(NARROWEST, Math.min(WIDEST, this.pxPerSecond * factor));
    this.moveTo(aroundMs - x / this.pxPerSecond * 1000);
  }

  // Bring a caption, or the playhead, into view; never while somebody drags.
  show(row) {
    if (!row || this.dragging.isActive) { return; }
    if (row.start < this.fromMs || row.end > this.fromMs + this.visibleMs) {
      this.moveTo((row.start + row.end) / 2 - this.visibleMs / 2);
    }
    this.isDirty = true;
  }

  follow(now) {
    this.isDirty = true;
    const isPlaying = !this.app.player.video.paused;
    if (isPlaying && !this.dragging.isActive && (now < this.fromMs || now > this.fromMs + this.visibleMs * 0.9)) {
      this.moveTo(now - this.visibleMs * 0.1);
    }
  }

  run() {
    if (this.isRunning) { return; }
    this.isRunning = true;
    const frame = () => {
      if (this.isEnded) { return; }
      if (this.isDirty || !this.app.player.video.paused) { this.draw(); }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  pressed(event) {
    const { player } = this.app;
    const step = event.shiftKey ? 1000 : 100;
    const actions = {
      ArrowLeft: () => player.seek(player.now - step), ArrowRight: () => player.seek(player.now + step),
      "+": () => this.zoom(1.4), "=": () => this.zoom(1.4), "-": () => this.zoom(1 / 1.4),
      Home: () => this.moveTo(0), " ": () => player.toggle(),
    };
    if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) { return; }
    event.preventDefault();
    actions[event.key]();
    if (event.key.startsWith("Arrow")) { say(clock(player.now)); }
  }

  draw() {
    this.isDirty = false;
    const context = this.canvas.getContext("2d");
    const scale = devicePixelRatio || 1;
    this.colours ??= colours(this.box);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, this.width, HEIGHT);
    const rows = this.visibleRows();
    this.drawRows(context, rows);
    this.drawPeaks(context);
    this.drawWords(context);
    this.drawEdges(context, rows);
    this.drawPlayhead(context);
  }

  visibleRows() {
    const { track } = this.app;
    const until = this.fromMs + this.visibleMs;
    const rows = [];
    for (let place = track.firstAfter(this.fromMs); place < track.order.length && track.at(place).start < until; place += 1) {
      rows.push(this.dragging.shown(track.at(place)));
    }
    return rows;
  }

  drawRows(context, rows) {
    for (const row of rows) {
      const isCurrent = row.id === this.app.list.current;
      context.fillStyle = isCurrent ? this.colours.tint : this.colours.hover;
      context.fillRect(this.x(row.start), 0, this.x(row.end) - this.x(row.start), HEIGHT);
    }
  }

  drawPeaks(context) {
    if (!this.peaks) { return; }
    const middle = HEIGHT / 2 + 6;
    const each = 1000 / PEAKS_A_SECOND;
    context.fillStyle = this.colours.wave;
    context.beginPath();
    for (let x = 0; x < this.width; x += 1) {
      const first = Math.floor(this.ms(x) / each);
      const last = Math.max(first + 1, Math.floor(this.ms(x + 1) / each));
      let [lowest, highest] = [0, 0];
      for (let at = first; at < last && at * 2 + 1 < this.peaks.length; at += 1) {
        lowest = Math.min(lowest, this.peaks[at * 2]);
        highest = Math.max(highest, this.peaks[at * 2 + 1]);
      }
      const [top, bottom] = [middle - highest / 127 * 46, middle - lowest / 127 * 46];
      context.rect(x, top, 1, Math.max(1, bottom - top));
    }
    context.fill();
  }

  drawWords(context) {
    if (this.pxPerSecond < 30) { return; }
    context.fillStyle = this.colours.faint;
    for (const row of this.visibleRows()) {
      const known = this.app.words.byRow.get(row.id)?.words ?? [];
      for (const [, start] of known) { context.fillRect(Math.round(this.x(start)), HEIGHT - 8, 1, 8); }
    }
  }

  drawEdges(context, rows) {
    context.font = "12px system-ui, sans-serif";
    for (const row of rows) {
      const isCurrent = row.id === this.app.list.current;
      context.fillStyle = isCurrent ? this.colours.accent : this.colours.line;
      const [start, end] = [Math.round(this.x(row.start)), Math.round(this.x(row.end))];
      context.fillRect(start, 0, isCurrent ? 3 : 2, HEIGHT);
      context.fillRect(end - (isCurrent ? 3 : 2), 0, isCurrent ? 3 : 2, HEIGHT);
      context.save();
      context.beginPath();
      context.rect(start + 6, 0, Math.max(0, end - start - 12), 20);
      context.clip();
      context.fillStyle = isCurrent ? this.colours.ink : this.colours.faint;
      context.fillText(row.text.replaceAll("\n", " "), start + 7, 14);
      context.restore();
    }
  }

  drawPlayhead(context) {
    context.fillStyle = this.colours.error;
    context.fillRect(Math.round(this.x(this.app.player.now)), 0, 2, HEIGHT);
  }
}

function colours(box) {
  const style = getComputedStyle(box);
  const names = ["tint", "hover", "wave", "faint", "accent", "line", "ink", "error"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}
