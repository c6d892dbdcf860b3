// False alarms and detection on simulated keys: `npm run bench:anomalies:keys`. Twenty keys of every shape.
import { KEY_SHAPES, keyTraffic } from "@/lib/anomalies/testing/simulated-traffic";
import { ALARM_SCORES, KEY_TRAFFIC, VolumeDetector } from "@/lib/anomalies/volume-detector";

const KEYS = 20;
const MONTHS = 4;
/** A Tuesday, 10:00, after eight weeks. */
const STORY_HOUR = 57 * 24 + 10;
const STORY_LENGTH = 24;
const STORIES: Record<string, (value: number) => number> = {
  "three times the traffic": (value) => value * 3,
  "ten times the traffic": (value) => value * 10,
  "500 calls an hour more": (value) => value + 500,
  "traffic stops": () => 0,
};

process.stdout.write(`| shape | alarms in ${KEYS * MONTHS} key-months | ${Object.keys(STORIES).join(" | ")} |\n`);
process.stdout.write(`| --- | --- |${" --- |".repeat(Object.keys(STORIES).length)}\n`);
for (const shape of Object.keys(KEY_SHAPES)) {
  const told = Object.values(STORIES).map((change) => story(shape, change));
  process.stdout.write(`| ${shape} | ${falseAlarms(shape)} | ${told.join(" | ")} |\n`);
}

function falseAlarms(shape: string): number {
  let alarms = 0;
  for (let seed = 1; seed <= KEYS; seed++) {
    const detector = new VolumeDetector(KEY_TRAFFIC);
    for (const row of keyTraffic(shape, MONTHS * 30 * 24, seed))
      if (detector.observe(row).score >= ALARM_SCORES.normal) alarms++;
  }
  return alarms;
}

/** How many keys were seen, and after how many hours on average (0: in the first hour). */
function story(shape: string, change: (value: number) => number): string {
  const delays: number[] = [];
  for (let seed = 1; seed <= KEYS; seed++) {
    const detector = new VolumeDetector(KEY_TRAFFIC);
    for (const [hour, row] of keyTraffic(shape, STORY_HOUR + STORY_LENGTH, 1_000 + seed).entries()) {
      const value = hour < STORY_HOUR ? row.value : change(row.value);
      if (detector.observe({ ...row, value }).score < ALARM_SCORES.normal || hour < STORY_HOUR) continue;
      delays.push(hour - STORY_HOUR);
      break;
    }
  }
  const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
  return delays.length === 0 ? `0 of ${KEYS}` : `${delays.length} of ${KEYS}, ${mean.toFixed(1)} h`;
}
