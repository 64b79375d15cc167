"use strict";

// The time under the pointer, in pictures that have a time axis.
for (const figure of document.querySelectorAll("figure[data-seconds]")) {
  const svg = figure.querySelector("svg");
  const seconds = Number(figure.dataset.seconds);
  const left = Number(figure.dataset.left);
  const right = Number(figure.dataset.right);
  const width = svg.viewBox.baseVal.width;
  const make = (name, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key of Object.keys(attributes)) node.setAttribute(key, attributes[key]);
    node.style.display = "none";
    node.setAttribute("aria-hidden", "true");
    return svg.appendChild(node);
  };
  const bottom = svg.viewBox.baseVal.height - 24;
  const line = make("line", { class: "pointer", y1: 0, y2: bottom });
  const text = make("text", { class: "time", y: 12 });
  const show = (visible) => {
    line.style.display = text.style.display = visible ? "" : "none";
  };
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const x = (event.clientX - box.left) * width / box.width;
    show(x >= left && x <= right);
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
    text.setAttribute("x", x > width / 2 ? x - 6 : x + 6);
    text.setAttribute("text-anchor", x > width / 2 ? "end" : "start");
    text.textContent = (seconds * (x - left) / (right - left)).toPrecision(4) + " s";
  });
  svg.addEventListener("pointerleave", () => show(false));
}
