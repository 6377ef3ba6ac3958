package cn.huitouke.server;

import static cn.huitouke.server.NewcomerBrowser.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A test that looks at the console with the newcomer's browser: one browser a class, one house. */
abstract class InChromium {

  static NewcomerBrowser browser;
  static ConsoleHouse house;

  @BeforeAll
  static void openTheBrowser() {
    browser = new NewcomerBrowser();
    house = ConsoleHouse.get();
  }

  @AfterAll
  static void closeTheBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  /** A window of an operator who has logged in with the password of the house. */
  static Page entered(String name) {
    Page page = browser.open(house.address());
    enter(page, name);
    return page;
  }

  static void enter(Page page, String name) {
    page.getByLabel("账号").fill(name);
    page.getByLabel("密码").fill(ConsoleHouse.PASSWORD);
    button(page, "登录").click();
    assertThat(page.getByText("要您处理的事")).isVisible();
  }
}
