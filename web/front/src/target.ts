// What was reached of a target over time, with a line for the target; the table says the same.
import {
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";

interface Points {
  days: string[];
  values: number[];
  wanted: number[];
  unit: string;
}

interface Place {
  x: number;
  y: number;
}

Chart.register(Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);
const ONE_DAY = 24 * 3600 * 1000;

function dayOf(value: number): string {
  const date = new Date(value);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
}

/** A line from one end of the chart to the other. */
function level(value: number, first: number, last: number): Place[] {
  return [
    { x: first, y: value },
    { x: last, y: value },
  ];
}

function draw(canvas: HTMLCanvasElement, points: Points): Chart {
  const reached = points.values.map((y, index) => ({ x: Date.parse(points.days[index] ?? ""), y }));
  const days = reached.map((each) => each.x);
  const first = Math.min(...days) - ONE_DAY;
  const last = Math.max(...days) + ONE_DAY;
  const own = {
    label: canvas.dataset["reached"] ?? "",
    data: reached,
    borderColor: "#14507d",
    backgroundColor: "#14507d",
    pointRadius: 4,
  };
  const wanted = points.wanted.map((value) => ({
    label: `${canvas.dataset["wanted"] ?? ""}: ${value.toLocaleString(document.documentElement.lang)} ${points.unit}`,
    data: level(value, first, last),
    borderColor: "#a3231b",
    backgroundColor: "#a3231b",
    borderDash: [6, 4],
    pointRadius: 0,
  }));
  return new Chart(canvas, {
    type: "line",
    data: { datasets: [own, ...wanted] },
    options: {
      maintainAspectRatio: false,
      animation: false,
      scales: {
        x: {
          type: "linear",
          min: first,
          max: last,
          ticks: { maxTicksLimit: 6, callback: (value) => dayOf(Number(value)) },
        },
        y: { beginAtZero: true, title: { display: points.unit !== "", text: points.unit } },
      },
      plugins: {
        tooltip: { callbacks: { title: (items) => items.map((item) => dayOf(item.parsed.x ?? 0)) } },
      },
    },
  });
}

const canvas = document.querySelector<HTMLCanvasElement>("#chart");
const data = document.querySelector("#points")?.textContent;
if (canvas && data) draw(canvas, JSON.parse(data) as Points);
