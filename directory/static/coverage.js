// Drawing an area on the map of the coverage editor, by pointer or by keyboard. What is drawn is
// text in the form (GeoJSON, metres of the National Grid), so without this file one can still paste
// it or send it as a file.
(() => {
  "use strict";

  const board = document.getElementById("board");
  const text = document.getElementById("shape");
  if (!board || !text) return;

  const NS = "http://www.w3.org/2000/svg";
  const west = Number(board.dataset.west);
  const north = Number(board.dataset.north);
  const perPx = Number(board.dataset.perPx);
  const { width, height } = board.viewBox.baseVal;
  const STEP = 8;
  const MOST = 500;

  const add = (name, kind) => {
    const element = document.createElementNS(NS, name);
    element.setAttribute("class", kind);
    board.append(element);
    return element;
  };
  board.querySelector(".m-drawn")?.remove();
  const line = add("path", "m-drawn");
  const knots = add("g", "m-knots");
  const cross = add("path", "m-cross");

  let corners = []; // metres on the grid
  let at = [width / 2, height / 2]; // where the cross is, in the drawing's own pixels

  const toGround = ([x, y]) => [Math.round(west + x * perPx), Math.round(north - y * perPx)];
  const toBoard = ([e, n]) => [(e - west) / perPx, (north - n) / perPx];

  // What is there already is taken over when it is one ring in metres; anything else stays text.
  const read = () => {
    try {
      const told = JSON.parse(text.value);
      const rings = told.type === "Polygon" ? told.coordinates : [];
      const isOurs = rings.length === 1 && rings[0].every(([e, n]) => e > 180 && n > 180);
      return isOurs ? rings[0].slice(0, -1) : [];
    } catch {
      return [];
    }
  };

  const say = () => {
    const many = corners.length;
    const rest = many < 3 ? `, ${3 - many} more to make an area` : "";
    document.getElementById("corners").textContent =
      `${many} ${many === 1 ? "corner" : "corners"}${rest}.`;
  };

  const draw = () => {
    const spots = corners.map(toBoard);
    const path = spots.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
    line.setAttribute("d", spots.length > 1 ? `M${path}${spots.length > 2 ? "z" : ""}` : "");
    knots.replaceChildren();
    for (const [x, y] of spots) {
      const knot = document.createElementNS(NS, "circle");
      knot.setAttribute("cx", x.toFixed(1));
      knot.setAttribute("cy", y.toFixed(1));
      knot.setAttribute("r", "5");
      knots.append(knot);
    }
    const [x, y] = at;
    cross.setAttribute("d", `M${x - 12} ${y}h24M${x} ${y - 12}v24`);
  };

  const keep = () => {
    text.value = corners.length < 3 ? "" : JSON.stringify({
      type: "Polygon",
      coordinates: [[...corners, corners[0]]],
    });
    draw();
    say();
  };

  const put = (spot) => {
    if (corners.length >= MOST) return;
    corners.push(toGround(spot));
    keep();
  };

  const undo = () => {
    corners.pop();
    keep();
  };

  board.addEventListener("click", (event) => {
    const here = new DOMPoint(event.clientX, event.clientY)
      .matrixTransform(board.getScreenCTM().inverse());
    at = [here.x, here.y];
    put(at);
  });

  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  board.addEventListener("keydown", (event) => {
    const way = MOVES[event.key];
    if (way) {
      const step = event.shiftKey ? 5 * STEP : STEP;
      at = [
        Math.min(Math.max(at[0] + way[0] * step, 0), width),
        Math.min(Math.max(at[1] + way[1] * step, 0), height),
      ];
      draw();
    } else if (event.key === "Enter" || event.key === " ") {
      put(at);
    } else if (event.key === "Backspace" || event.key === "Delete") {
      undo();
    } else {
      return;
    }
    event.preventDefault(); // Enter would send the form
  });

  document.getElementById("undo").addEventListener("click", undo);
  document.getElementById("clear").addEventListener("click", () => {
    corners = [];
    keep();
  });

  board.setAttribute("tabindex", "0");
  board.setAttribute("role", "application");
  board.setAttribute("aria-describedby", "how");
  for (const id of ["tools", "how"]) document.getElementById(id).hidden = false;
  corners = read();
  draw();
  if (corners.length) say();
})();
