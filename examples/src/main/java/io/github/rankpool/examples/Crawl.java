package io.github.rankpool.examples;

import io.github.rankpool.MpiPoolExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Follows links from page to page until there are no new ones. Workers fetch pages and find the
 * links in them; what to fetch is known here only, and grows as their answers come. There is no
 * loop and no waiting: a page is done when all that it leads to is.
 *
 * <p>The pages are served by this program itself, so workers have to be on the same machine.
 *
 * <pre>
 *  java -cp lib/rankpool-examples-*.jar io.github.rankpool.examples.Crawl --pages 500
 * </pre>
 */
public final class Crawl {
  private static final String USAGE =
      """
      Crawls web pages, which it serves itself, with a pool of workers.
        --pages N      number of pages; default 500
      """
          + Arguments.POOL_USAGE;

  private static final int DEFAULT_PAGES = 500;
  private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\"");

  private final MpiPoolExecutor pool;
  private final Set<URI> seen = ConcurrentHashMap.newKeySet();

  private Crawl(MpiPoolExecutor pool) {
    this.pool = pool;
  }

  /**
   * Crawls.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, USAGE);
    int pages = arguments.number("--pages", DEFAULT_PAGES);
    arguments.withPool(pool -> crawl(pool, pages)).ifPresent(System.out::println);
  }

  private static String crawl(MpiPoolExecutor pool, int pages) {
    try (Website site = Website.of(pages)) {
      Crawl crawl = new Crawl(pool);
      crawl.visit(site.firstPage()).join();
      return "crawled %d of %d pages with %d requests"
          .formatted(crawl.seen.size(), pages, site.requests());
    }
  }

  /** Completed when this page, and all pages that were first seen on the way from it, are done. */
  private CompletableFuture<Void> visit(URI page) {
    if (!seen.add(page)) {
      return CompletableFuture.allOf();
    }
    return pool.submit(Crawl::linksOf, page).thenCompose(this::visitAll);
  }

  private CompletableFuture<Void> visitAll(List<URI> pages) {
    return CompletableFuture.allOf(
        pages.stream().map(this::visit).toArray(CompletableFuture<?>[]::new));
  }

  private static List<URI> linksOf(URI page) throws IOException {
    try (InputStream in = page.toURL().openStream()) {
      String html = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return LINK.matcher(html).results().map(link -> page.resolve(link.group(1))).toList();
    }
  }
}
