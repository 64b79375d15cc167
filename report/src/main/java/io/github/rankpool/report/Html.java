package io.github.rankpool.report;

import java.util.List;

/** Pieces of a page. Whatever is not made here goes through {@link #escape}. */
final class Html {
  private Html() {}

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return escaped.toString();
  }

  /**
   * A table. Cells of the first column head their rows.
   *
   * @param caption what it shows
   * @param headings of the columns; one that ends in {@code #} is of figures
   * @param rows texts of the cells
   */
  static String table(String caption, List<String> headings, List<List<String>> rows) {
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"scroll\"><table><caption>").append(escape(caption));
    html.append("</caption>\n<thead><tr>");
    for (String heading : headings) {
      html.append("<th scope=\"col\"").append(kind(heading)).append('>');
      html.append(escape(heading.replace("#", ""))).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        String tag = i == 0 ? "th" : "td";
        html.append('<').append(tag).append(i == 0 ? " scope=\"row\"" : "");
        html.append(kind(headings.get(i))).append('>').append(escape(row.get(i)));
        html.append("</").append(tag).append('>');
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  private static String kind(String heading) {
    return heading.endsWith("#") ? " class=\"figure\"" : "";
  }

  /** What is shown only when asked for. */
  static String details(String summary, String content) {
    return "<details><summary>" + escape(summary) + "</summary>\n" + content + "</details>\n";
  }
}
