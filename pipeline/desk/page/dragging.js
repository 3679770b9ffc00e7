// Edges of captions dragged in the waveform: they stop at the neighbour, and snap to words (with Shift: not).

const REACH_PX = 7;
const SNAP_PX = 9;
const SHORTEST_MS = 200;

export class Dragging {
  constructor(waveform) {
    this.waveform = waveform;
    this.edge = null;
    this.pointers = new Map();
    const { box } = waveform;
    box.addEventListener("pointerdown", (event) => this.down(event));
    box.addEventListener("pointermove", (event) => this.move(event));
    box.addEventListener("pointerup", (event) => this.up(event));
    box.addEventListener("pointercancel", () => this.cancel());
    box.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") { this.cancel(); } });
  }

  get isActive() {
    return this.edge !== null;
  }

  // A row as it looks while its edge is in somebody's hand.
  shown(row) {
    return this.edge?.id === row.id ? { ...row, [this.edge.side]: this.edge.ms } : row;
  }

  xOf(event) {
    return event.clientX - this.waveform.box.getBoundingClientRect().left;
  }

  find(x) {
    const near = [];
    for (const row of this.waveform.visibleRows()) {
      for (const side of ["start", "end"]) {
        const apart = Math.abs(this.waveform.x(row[side]) - x);
        if (apart <= REACH_PX) { near.push({ id: row.id, side, apart, ms: row[side] }); }
      }
    }
    // Of two that touch, the edge of the current caption is meant.
    const current = this.waveform.app.list.current;
    near.sort((one, other) => (other.id === current) - (one.id === current) || one.apart - other.apart);
    return near[0] ?? null;
  }

  down(event) {
    if (event.button !== 0) { return; }
    const x = this.xOf(event);
    this.pointers.set(event.pointerId, x);
    if (this.pointers.size === 2) {
      this.edge = null;
      this.pinch = this.spread();
      return;
    }
    this.edge = this.find(x);
    this.startX = x;
    this.startFrom = this.waveform.fromMs;
    this.hasMoved = false;
    this.waveform.box.setPointerCapture(event.pointerId);
    if (this.edge) { this.waveform.app.list.setCurrent(this.edge.id); }
  }

  move(event) {
    const x = this.xOf(event);
    if (!this.pointers.has(event.pointerId)) {
      this.waveform.box.classList.toggle("on-edge", Boolean(this.find(x)));
      return;
    }
    this.pointers.set(event.pointerId, x);
    if (this.pointers.size === 2) {
      const spread = this.spread();
      this.waveform.zoom(spread / Math.max(1, this.pinch));
      this.pinch = spread;
      return;
    }
    this.hasMoved ||= Math.abs(x - this.startX) > 3;
    if (this.edge) {
      this.edge.ms = this.allowed(this.edge, this.waveform.ms(x), event.shiftKey);
      this.waveform.isDirty = true;
    } else if (this.hasMoved) {
      this.waveform.moveTo(this.startFrom - (x - this.startX) / this.waveform.pxPerSecond * 1000);
    }
  }

  up(event) {
    if (!this.pointers.delete(event.pointerId)) { return; }
    const { edge } = this;
    this.edge = null;
    const { app } = this.waveform;
    if (edge && this.hasMoved) {
      app.edits.setTime(edge.id, edge.side, edge.ms);
    } else if (!this.hasMoved && !this.pointers.size) {
      const ms = this.waveform.ms(this.xOf(event));
      app.player.seek(ms);
      const row = app.player.rowAt(ms);
      if (row) { app.list.setCurrent(row.id); }
    }
    this.waveform.isDirty = true;
  }

  cancel() {
    this.pointers.clear();
    this.edge = null;
    this.waveform.isDirty = true;
  }

  spread() {
    const [one, two] = [...this.pointers.values()];
    return Math.abs(one - two);
  }

  wheel(event) {
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.waveform.moveTo(this.waveform.fromMs + (event.deltaX || event.deltaY) / this.waveform.pxPerSecond * 1000);
    } else {
      this.waveform.zoom(Math.exp(-event.deltaY / 300), this.waveform.ms(this.xOf(event)));
    }
  }

  // Where an edge may go: not over its own other edge, not nearer to a neighbour than the gap, on a word if one is near.
  allowed({ id, side }, wanted, isFree) {
    const { app } = this.waveform;
    const row = app.track.rows.get(id);
    const neighbour = app.track.neighbour(id, side === "start" ? -1 : 1);
    let [low, high] = side === "start" ? [0, row.end - SHORTEST_MS] : [row.start + SHORTEST_MS, this.waveform.lengthMs];
    if (side === "start" && neighbour) { low = Math.min(row.start, neighbour.end + app.gapMs); }
    if (side === "end" && neighbour) { high = Math.max(row.end, neighbour.start - app.gapMs); }
    const snapped = isFree ? wanted : this.snapped(wanted, side);
    return Math.round(Math.max(low, Math.min(high, snapped)));
  }

  snapped(ms, side) {
    const reach = SNAP_PX / this.waveform.pxPerSecond * 1000;
    const edges = this.waveform.heard.map((word) => word[side === "start" ? 0 : 1]);
    const near = edges.filter((edge) => Math.abs(edge - ms) <= reach);
    return near.sort((one, other) => Math.abs(one - ms) - Math.abs(other - ms))[0] ?? ms;
  }
}
