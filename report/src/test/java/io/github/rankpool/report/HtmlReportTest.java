package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script>.*?</script>");
  private static final String TITLE = "Run of <b>\"it's\" & more</b>\u0007";

  /** As XML, which a page is as long as it has nothing in it that should have been escaped. */
  private static Document parse(String page) throws Exception {
    String markup = SCRIPT.matcher(page).replaceFirst("");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(markup)));
  }

  private static String page(Recording recording) {
    return new HtmlReport(recording, Recordings.summary(TITLE, recording)).page();
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** The cells of the table with a caption, row by row. */
  private static List<List<String>> table(Document page, String caption) {
    Element table =
        elements(page.getElementsByTagName("table")).stream()
            .filter(any -> text(any, "caption").get(0).startsWith(caption))
            .findFirst()
            .orElseThrow();
    Element body = elements(table.getElementsByTagName("tbody")).get(0);
    return elements(body.getElementsByTagName("tr")).stream()
        .map(row -> elements(row.getChildNodes()).stream().map(Element::getTextContent).toList())
        .toList();
  }

  private static List<String> text(Element parent, String tag) {
    return elements(parent.getElementsByTagName(tag)).stream()
        .map(Element::getTextContent)
        .toList();
  }

  @Test
  void tellsWhatTheWorkersDid() throws Exception {
    Document page = parse(page(Recordings.known()));

    assertThat(table(page, "Workers"))
        .containsExactly(
            List.of(
                "worker 0", "node<7>, pid -2", "20", "200 ms", "50 %", "0", "0", "0", "10.0 ms"),
            List.of(
                "worker 1",
                "node8, pid -2",
                "20",
                "200 ms",
                "50 %",
                "200 ms",
                "200 ms",
                "20",
                "10.0 ms"));
  }

  @Test
  void itsPicturesHaveTablesThatSayTheSame() throws Exception {
    Document page = parse(page(Recordings.known()));

    List<List<String>> busy = table(page, "Share of the time");
    assertThat(busy.get(0).subList(1, 4)).containsExactly("100 %", "100 %", "100 %");
    assertThat(busy.get(0).subList(7, 11)).containsOnly("0 %");
    assertThat(busy.get(1).subList(1, 11)).allMatch(share -> share.matches("(4[5-9]|5[0-5]) %"));
    assertThat(table(page, "Tasks by run time"))
        .flatExtracting(row -> row.subList(1, 2))
        .containsExactly("40");
    assertThat(elements(page.getElementsByTagName("svg")))
        .hasSize(3)
        .allMatch(svg -> svg.getAttribute("role").equals("img"))
        .allMatch(svg -> !svg.getAttribute("aria-label").isEmpty());
    assertThat(elements(page.getElementsByTagName("details"))).hasSize(3);
  }

  @Test
  void listsTheSlowestTasksFirst() throws Exception {
    Document page = parse(page(Recordings.many(2000)));

    List<List<String>> slowest = table(page, "The 25 tasks");
    assertThat(slowest).hasSize(25);
    assertThat(slowest.get(0))
        .containsExactly("1000", "worker 0", "completed", "1.00 s", "1.00 s", "1.00 ms");
  }

  @Test
  void tellsTotalsAndSettings() throws Exception {
    Document page = parse(page(Recordings.known()));

    assertThat(table(page, "Totals"))
        .contains(List.of("completed", "39"), List.of("failed", "1"))
        .contains(List.of("received from workers", "2.50 MB"));
    assertThat(table(page, "What ran where"))
        .containsExactly(List.of("program & \"arguments\"", "<script>alert('x')"));
  }

  @Test
  void whatComesFromOutsideIsTextAndNothingElse() throws Exception {
    String html = page(Recordings.known());

    assertThat(text(parse(html).getDocumentElement(), "h1"))
        .containsExactly("Run of <b>\"it's\" & more</b> ");
    assertThat(html).containsOnlyOnce("<script").doesNotContain("<b>");
  }

  @Test
  void needsNoOtherFileAndNoNetwork() {
    String html = page(Recordings.known());

    assertThat(html)
        .contains("default-src 'none'")
        .doesNotContain("src=", "@import", "url(", "https:")
        .doesNotContain("http://www.w3.org/1999");
    assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:");
  }

  @Test
  void anEmptyRunIsAReportAsWell() throws Exception {
    Document page = parse(page(new Recording()));

    assertThat(table(page, "Workers")).isEmpty();
    assertThat(page.getDocumentElement().getTextContent()).contains("No task has run.");
  }

  @Test
  void saysWhatIsMerged() {
    assertThat(page(Recordings.known())).contains("Every task is in the trace on its own.");
    assertThat(page(Recordings.many(12_500))).contains("the other 2,500 are merged");
  }
}
