package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import me.chanjar.weixin.common.bean.menu.WxMenu;
import me.chanjar.weixin.common.bean.menu.WxMenuButton;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.bean.menu.WxMpMenu;
import me.chanjar.weixin.mp.bean.result.WxMpUser;
import me.chanjar.weixin.mp.bean.result.WxMpUserList;
import me.chanjar.weixin.mp.bean.tag.WxUserTag;

/**
 * The account's followers, their tags, and the menu they see. Blocks; each method is one call or a
 * few. The platform gives no names or pictures of people any more.
 */
public final class Followers {

  private static final int INFO_AT_ONCE = 100;
  private static final int TAGGED_AT_ONCE = 50;
  private static final int PAGE = 10_000;
  private static final int STRANGER = 40003;

  private final WxMpService api;

  Followers(WxMpService api) {
    this.api = api;
  }

  /**
   * What the platform tells of somebody.
   *
   * @param unionId the same person's id over all accounts of the shop, if these are bound together
   * @param cameBy how they found the account, in the platform's words ({@code ADD_SCENE_QR_CODE})
   * @param scene the QR code's scene they came by, or empty
   */
  public record Follower(
      String openId, boolean follows, Optional<String> unionId, String cameBy, String scene) {}

  /**
   * A button of the menu.
   *
   * @param target the key that comes back as {@code MenuTapped}, or a page's {@code https://}
   *     address; empty for a button that opens others
   * @param below up to five buttons
   */
  public record Button(String label, String target, List<Button> below) {

    private static final int LONGEST_KEY = 128;

    public Button {
      below = List.copyOf(below);
    }

    /**
     * What the platform would refuse, said before anybody asks it.
     *
     * @throws IllegalArgumentException naming the account and the button
     */
    static void check(String account, List<Button> menu) {
      if (menu.size() > 3) {
        throw new IllegalArgumentException("Account " + account + ": a menu has up to 3 buttons");
      }
      for (Button button : menu) {
        if (button.below().size() > 5) {
          throw new IllegalArgumentException(
              "Account " + account + ": up to 5 buttons below " + button.label());
        }
        if (button.below().isEmpty()) {
          button.check(account);
        }
        button.below().forEach(sub -> sub.check(account));
      }
    }

    private void check(String account) {
      int key = target.getBytes(StandardCharsets.UTF_8).length;
      if (label.isBlank() || key == 0 || !opensPage() && key > LONGEST_KEY || !onlyBelow()) {
        throw new IllegalArgumentException(
            "Account %s: the menu's button \"%s\" needs a label and a target of 1-128 bytes or a page"
                .formatted(account, label));
      }
    }

    private boolean onlyBelow() {
      return below.isEmpty();
    }

    boolean opensPage() {
      return target.startsWith("https://") || target.startsWith("http://");
    }
  }

  /** What the platform knows of these; those it does not know, or says nothing of, are left out. */
  public List<Follower> find(List<String> openIds) {
    List<Follower> found = new ArrayList<>();
    for (int from = 0; from < openIds.size(); from += INFO_AT_ONCE) {
      find(openIds.subList(from, Math.min(openIds.size(), from + INFO_AT_ONCE)), found);
    }
    return found;
  }

  /** For one stranger the platform refuses the whole list: it is halved until they stand alone. */
  private void find(List<String> some, List<Follower> found) {
    try {
      api.getUserService().userInfoList(some).forEach(user -> found.add(follower(user)));
    } catch (WxErrorException e) {
      if (e.getError().getErrorCode() == STRANGER && some.size() > 1) {
        find(some.subList(0, some.size() / 2), found);
        find(some.subList(some.size() / 2, some.size()), found);
      }
    } catch (RuntimeException _) {
      // An account without this right, or a platform that is down, knows nobody.
    }
  }

  /**
   * Some of those who follow, in the platform's order.
   *
   * @param next where the next page begins; empty on the last
   * @param total how many follow in all
   */
  public record Page(List<String> openIds, String next, int total) {}

  /**
   * A page of up to 10,000 of those who follow.
   *
   * @param after {@link Page#next()} of the page before, or empty for the first
   * @return empty where the platform could not be asked
   */
  public Optional<Page> all(String after) {
    return asked(
        () -> {
          WxMpUserList list = api.getUserService().userList(after.isEmpty() ? null : after);
          List<String> openIds = Optional.ofNullable(list.getOpenids()).orElse(List.of());
          String last = Optional.ofNullable(list.getNextOpenid()).orElse("");
          return new Page(
              List.copyOf(openIds),
              openIds.size() < PAGE ? "" : last,
              (int) Math.max(list.getTotal(), openIds.size()));
        });
  }

  /** A question to the platform. */
  private interface Question<T> {
    T ask() throws WxErrorException;
  }

  private static <T> Optional<T> asked(Question<T> question) {
    try {
      return Optional.ofNullable(question.ask());
    } catch (WxErrorException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private static Follower follower(WxMpUser user) {
    return new Follower(
        user.getOpenId(),
        Boolean.TRUE.equals(user.getSubscribe()),
        Optional.ofNullable(user.getUnionId()).filter(id -> !id.isEmpty()),
        Optional.ofNullable(user.getSubscribeScene()).orElse(""),
        Optional.ofNullable(user.getQrSceneStr()).orElse(""));
  }

  /**
   * A tag of the account's.
   *
   * @param name as the shop reads it
   * @param followers how many have it
   */
  public record Tag(String name, int followers) {}

  /** The account's tags; empty where the platform could not be asked. */
  public Optional<List<Tag>> tags() {
    return asked(
        () ->
            api.getUserTagService().tagGet().stream()
                .map(tag -> new Tag(tag.getName(), Optional.ofNullable(tag.getCount()).orElse(0)))
                .toList());
  }

  /** The names of one follower's tags; empty where the platform could not be asked. */
  public Optional<List<String>> tagsOf(String openId) {
    return asked(
        () -> {
          List<Long> ids = api.getUserTagService().userTagList(openId);
          return api.getUserTagService().tagGet().stream()
              .filter(tag -> ids.contains(tag.getId()))
              .map(WxUserTag::getName)
              .toList();
        });
  }

  /** Gives these followers a tag, which is made if the account has none of that name. */
  public SendOutcome tag(String name, List<String> openIds) {
    return done(
        () -> {
          Optional<Long> there = tagNamed(name);
          long tag =
              there.isPresent() ? there.get() : api.getUserTagService().tagCreate(name).getId();
          for (String[] some : portions(openIds)) {
            api.getUserTagService().batchTagging(tag, some);
          }
        });
  }

  /** Takes a tag from these followers. Where there is none of that name, nobody has it. */
  public SendOutcome untag(String name, List<String> openIds) {
    return done(
        () -> {
          Optional<Long> tag = tagNamed(name);
          for (String[] some : tag.isPresent() ? portions(openIds) : List.<String[]>of()) {
            api.getUserTagService().batchUntagging(tag.get(), some);
          }
        });
  }

  /** Removes a tag from the account and from everybody who has it. */
  public SendOutcome removeTag(String name) {
    return done(
        () -> {
          Optional<Long> tag = tagNamed(name);
          if (tag.isPresent()) {
            api.getUserTagService().tagDelete(tag.get());
          }
        });
  }

  private Optional<Long> tagNamed(String name) throws WxErrorException {
    for (WxUserTag tag : api.getUserTagService().tagGet()) {
      if (tag.getName().equals(name)) {
        return Optional.of(tag.getId());
      }
    }
    return Optional.empty();
  }

  private static List<String[]> portions(List<String> openIds) {
    List<String[]> portions = new ArrayList<>();
    for (int from = 0; from < openIds.size(); from += TAGGED_AT_ONCE) {
      portions.add(
          openIds
              .subList(from, Math.min(openIds.size(), from + TAGGED_AT_ONCE))
              .toArray(String[]::new));
    }
    return portions;
  }

  /** Something to be done on the platform. */
  private interface Deed {
    void run() throws WxErrorException;
  }

  private static SendOutcome done(Deed deed) {
    return Sender.attempted(
        () -> {
          deed.run();
          return "{\"errcode\":0}";
        },
        "id");
  }

  /** The menu as it is; no buttons where there is none; empty where the platform could not be asked. */
  public Optional<List<Button>> menu() {
    return asked(
        () -> {
          WxMpMenu menu = api.getMenuService().menuGet(); // null: there is none
          return menu == null
              ? List.of()
              : menu.getMenu().getButtons().stream().map(Followers::read).toList();
        });
  }

  private static Button read(WxMenuButton button) {
    String target =
        Optional.ofNullable(button.getKey())
            .or(() -> Optional.ofNullable(button.getUrl()))
            .orElse("");
    List<WxMenuButton> below = Optional.ofNullable(button.getSubButtons()).orElse(List.of());
    return new Button(button.getName(), target, below.stream().map(Followers::read).toList());
  }

  /** Takes the menu away. */
  public SendOutcome removeMenu() {
    return done(() -> api.getMenuService().menuDelete());
  }

  /** Replaces the menu: up to three buttons. Customers see it within a day. */
  public SendOutcome showMenu(List<Button> buttons) {
    WxMenu menu = new WxMenu();
    menu.setButtons(buttons.stream().map(Followers::button).toList());
    return done(() -> api.getMenuService().menuCreate(menu));
  }

  private static WxMenuButton button(Button button) {
    WxMenuButton made = new WxMenuButton();
    made.setName(button.label());
    if (button.below().isEmpty()) {
      boolean page = button.opensPage();
      made.setType(page ? "view" : "click");
      made.setUrl(page ? button.target() : null);
      made.setKey(page ? null : button.target());
    }
    made.setSubButtons(button.below().stream().map(Followers::button).toList());
    return made;
  }
}
