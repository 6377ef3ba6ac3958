package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The newcomer's Chromium, which notes what goes wrong on any page. Where the machine has none the
 * test is skipped, but never in CI.
 */
final class NewcomerBrowser implements AutoCloseable {

  static final Path PICTURES = Path.of("target", "screenshots");

  private static final List<String> ARGUMENTS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** A busy machine is slow, not broken. In milliseconds. */
  private static final int PATIENCE = 60_000;

  /** How a message key looks that nobody has put into words. */
  private static final Pattern KEY =
      Pattern.compile(
          "\\?\\?[\\w.]+\\?\\?|\\b(app|nav|login|password|today|task|letter|wire|orders|talk|customers?|parcels?|care|insight|webhooks|event|scope|feeling|wording|settings|audit|role|who|import|page|span|room|second|passkeys|tokens|operators|broadcasts|accounts)\\.[a-z]");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  NewcomerBrowser() {
    Optional<Path> found = installed();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(found).as("CI has Chromium: apt-get install chromium").isPresent();
    }
    assumeTrue(
        found.isPresent(), "SKIPPED: no Chromium here; apt-get install chromium, or set CHROMIUM");
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(found.orElseThrow())
                    .setArgs(ARGUMENTS));
  }

  private static Optional<Path> installed() {
    return Stream.of(
            System.getenv("CHROMIUM"),
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome")
        .filter(Objects::nonNull)
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A window of somebody who reads Chinese. */
  Page open(String address) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale("zh-CN")
                .setViewportSize(1360, 860)
                .setReducedMotion(ReducedMotion.REDUCE));
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(page.url() + ": " + message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onResponse(
        response -> {
          if (response.status() >= 400) {
            complaints.add(response.status() + " " + response.url());
          }
        });
    page.onRequest(
        request -> {
          if (!request.url().startsWith(address)) {
            complaints.add("elsewhere: " + request.url());
          }
        });
    page.navigate(address + "/");
    return page;
  }

  /** Looks at the page at both widths: nothing sticks out, nothing is left untranslated. */
  static void look(Page page, String name) {
    for (int[] size : new int[][] {{1360, 860}, {390, 844}}) {
      page.setViewportSize(size[0], size[1]);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(PICTURES.resolve(name + "-" + size[0] + ".png"))
              .setFullPage(true));
      Object wider = page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assertThat((Integer) wider)
          .as("sticks out of %s at %s", name, size[0])
          .isLessThanOrEqualTo(0);
    }
    page.setViewportSize(1360, 860);
    assertThat(KEY.matcher(page.locator("body").innerText()).results().map(r -> r.group()))
        .as("keys on " + name)
        .isEmpty();
  }

  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** What went wrong so far. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
