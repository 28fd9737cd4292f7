import Basics
import Foundation

/// A page of a sweep's pictures, which sorts them by any parameter and shows those of chosen values. It needs nothing but
/// the pictures beside it.
struct SweepPage {
  private let results: [SweepResult]
  private let axes: [String]
  private let folder: String

  /// - Parameters:
  ///   - axes: the parameters that change, in their order.
  ///   - folder: the page's, from which pictures are named.
  init(_ results: [SweepResult], axes: [String], folder: String) {
    (self.results, self.axes, self.folder) = (results, axes, folder)
  }

  /// The whole page.
  var html: String {
    let jobs = results.compactMap { result -> [String: Any]? in
      guard let picture = result.picture else { return nil }
      let values = Dictionary(result.job.values.map { ($0.name, $0.text) }) { first, _ in first }
      let parameters = result.parameters.map { ["name": $0.name, "value": $0.text] }
      return ["index": result.job.index, "picture": link(picture), "values": values, "parameters": parameters]
    }
    let data = json(["axes": axes, "jobs": jobs])
    return SweepPage.template.replacing("__VERSION__", with: "PipelineKit").replacing("__DATA__", with: data)
  }

  /// A file as the page links to it.
  private func link(_ path: String) -> String {
    FileName.way(to: path, from: folder).split(separator: "/").map {
      $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", ".", "_"])) ?? String($0)
    }.joined(separator: "/")
  }

  /// JSON that stands in a script: nothing in it ends the script.
  private func json(_ object: [String: Any]) -> String {
    let data = (try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])) ?? Data("{}".utf8)
    return String(decoding: data, as: UTF8.self).replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028")
      .replacing("\u{2029}", with: "\\u2029")
  }

  private static let template = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="generator" content="__VERSION__">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Sweep</title>
    <style>
      body { font: 15px/1.4 system-ui, sans-serif; margin: 0; color: #222; background: #fafafa; }
      header { position: sticky; top: 0; background: #fff; border-bottom: 1px solid #ddd; padding: 10px 16px; }
      header label { margin-right: 16px; white-space: nowrap; }
      select, input { font: inherit; }
      main { display: grid; gap: 14px; padding: 16px; grid-template-columns: repeat(auto-fill, minmax(var(--size), 1fr)); }
      figure { margin: 0; background: #fff; border: 1px solid #ddd; border-radius: 6px; overflow: hidden; }
      figure img { width: 100%; display: block; }
      figcaption { padding: 6px 10px; overflow-wrap: anywhere; }
      figcaption b { font-weight: 600; }
      details { color: #555; font-size: 13px; }
    </style>
    </head>
    <body>
    <header>
      <label>sort by <select id="sort"></select></label>
      <label><input type="checkbox" id="down"> descending</label>
      <span id="filters"></span>
      <label>size <input type="range" id="size" min="96" max="640" value="220"></label>
      <span id="count"></span>
    </header>
    <main id="jobs"></main>
    <script>
    const sweep = __DATA__;
    const element = (name, text) => { const e = document.createElement(name); if (text !== undefined) e.textContent = text; return e; };
    const compare = (a, b) => {
      const [x, y] = [Number(a), Number(b)];
      return a !== "" && b !== "" && !isNaN(x) && !isNaN(y) ? x - y : a < b ? -1 : a > b ? 1 : 0;
    };
    const sort = document.getElementById("sort"), down = document.getElementById("down");
    const size = document.getElementById("size"), filters = {};
    for (const name of ["order", ...sweep.axes]) sort.append(element("option", name));
    for (const axis of sweep.axes) {
      const label = element("label", axis + " "), select = element("select");
      const all = element("option", "all"); all.value = "\\u0000"; select.append(all);
      const values = [...new Set(sweep.jobs.map(job => job.values[axis]))].sort(compare);
      for (const value of values) { const option = element("option", value); option.value = value; select.append(option); }
      select.onchange = show; label.append(select); document.getElementById("filters").append(label);
      filters[axis] = select;
    }
    function show() {
      document.body.style.setProperty("--size", size.value + "px");
      const shown = sweep.jobs.filter(job => sweep.axes.every(
        axis => filters[axis].value === "\\u0000" || filters[axis].value === job.values[axis]));
      const by = sort.value;
      shown.sort((a, b) => (by === "order" ? 0 : compare(a.values[by], b.values[by])) || a.index - b.index);
      if (down.checked) shown.reverse();
      document.getElementById("count").textContent = shown.length + " of " + sweep.jobs.length;
      const main = document.getElementById("jobs"); main.replaceChildren();
      for (const job of shown) {
        const figure = element("figure"), link = element("a"), img = element("img"), caption = element("figcaption");
        link.href = img.src = job.picture; img.loading = "lazy";
        img.alt = sweep.axes.map(axis => axis + "=" + job.values[axis]).join(" ");
        // Enlarged pixels stay sharp; what is made smaller is smoothed.
        img.onload = () => { img.style.imageRendering = img.naturalWidth < img.clientWidth ? "pixelated" : "auto"; };
        link.append(img);
        for (const axis of sweep.axes) {
          const line = element("div", axis + " "); line.append(element("b", job.values[axis])); caption.append(line);
        }
        const details = element("details"); details.append(element("summary", "all parameters"));
        for (const { name, value } of job.parameters) details.append(element("div", name + " = " + value));
        caption.append(details); figure.append(link, caption); main.append(figure);
      }
    }
    sort.onchange = down.onchange = size.oninput = show;
    show();
    </script>
    </body>
    </html>

    """
}
