// The sound of a video whose picture this browser plays and whose sound it does not: played beside it, kept in step.

const APART_S = 0.12;
const CALM_MS = 1000;
const EVENTS = ["play", "playing", "pause", "waiting", "seeking", "seeked", "ratechange", "volumechange", "timeupdate", "ended"];

export class SideSound {
  constructor(video, address) {
    this.video = video;
    this.sound = document.createElement("audio");
    this.sound.src = address;
    this.sound.preservesPitch = true;
    this.movedAt = -CALM_MS;
    this.step = () => this.keepStep();
    for (const kind of EVENTS) { video.addEventListener(kind, this.step); }
    video.after(this.sound);
    this.keepStep();
  }

  keepStep() {
    const { video, sound } = this;
    const isRunning = !video.paused && !video.seeking && !video.ended && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
    sound.playbackRate = video.playbackRate;
    sound.volume = video.volume;
    sound.muted = video.muted;
    this.moveTo(video.currentTime, isRunning);
    if (!isRunning) { sound.pause(); } else if (sound.paused) { sound.play().catch(() => {}); }
  }

  // While it runs seldom, since each time makes a gap that one hears.
  moveTo(seconds, isRunning) {
    const isFar = Math.abs(this.sound.currentTime - seconds) > (isRunning ? APART_S : 0.01);
    const isCalm = this.sound.paused || performance.now() - this.movedAt > CALM_MS;
    if (!isFar || !isCalm) { return; }
    this.movedAt = performance.now();
    this.sound.currentTime = seconds;
  }

  end() {
    for (const kind of EVENTS) { this.video.removeEventListener(kind, this.step); }
    this.sound.pause();
    this.sound.remove();
  }
}
