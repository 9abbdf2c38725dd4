// Sigma 3 on the same nodes, for bench/atlas.py --sigma: bundled by esbuild, not part of the product.
import Graph from "graphology";
import Sigma from "sigma";

const started = performance.now();
fetch("/payload.json")
  .then((response) => response.json())
  .then((said) => {
    const graph = new Graph({ multi: true });
    const colours = ["#b42318", "#b76e00", "#3f6f8f", "#6b7280"];
    const nodes = said.nodes;
    nodes.key.forEach((key, at) =>
      graph.addNode(key, {
        x: nodes.x[at],
        y: -nodes.y[at],
        size: 3,
        label: `${nodes.code[at]} ${nodes.label[at]}`,
        color: colours[nodes.urgency[at]] || "#666666",
      }),
    );
    if (window.location.search !== "?bare") {
      said.edges.from.forEach((from, at) => graph.addEdge(nodes.key[from], nodes.key[said.edges.to[at]], { size: 0.5, color: "#cccccc" }));
    }
    const box = document.querySelector("[data-part=canvas]");
    const renderer = new Sigma(graph, box, { renderEdgeLabels: false, allowInvalidContainer: true });
    renderer.once("afterRender", () => undefined);
    renderer.refresh();
    requestAnimationFrame(() => {
      box.dataset.first = String(Math.round(performance.now()));
      box.dataset.script = String(Math.round(started));
      box.dataset.ready = "1";
      // A camera step a frame, as a hand that drags would ask for.
      window.panSteps = (at) => renderer.getCamera().setState({ x: 0.5 + 0.15 * Math.sin(at), y: 0.5 + 0.15 * Math.sin(at * 0.7) });
      window.zoomTo = (times) => renderer.getCamera().setState({ ratio: 1 / times });
    });
  });
