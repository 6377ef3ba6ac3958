package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import me.chanjar.weixin.common.bean.menu.WxMenu;
import me.chanjar.weixin.common.bean.menu.WxMenuButton;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.bean.result.WxMpUser;
import me.chanjar.weixin.mp.bean.tag.WxUserTag;

/**
 * The account's followers, their tags, and the menu they see. Blocks; each method is one call or a
 * few. The platform gives no names or pictures of people any more.
 */
public final class Followers {

  private static final int INFO_AT_ONCE = 100;
  private static final int TAGGED_AT_ONCE = 50;

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

    public Button {
      below = List.copyOf(below);
    }
  }

  /** What the platform knows of these; those it does not know, or says nothing of, are left out. */
  public List<Follower> find(List<String> openIds) {
    List<Follower> found = new ArrayList<>();
    for (int from = 0; from < openIds.size(); from += INFO_AT_ONCE) {
      List<String> some = openIds.subList(from, Math.min(openIds.size(), from + INFO_AT_ONCE));
      try {
        api.getUserService().userInfoList(some).forEach(user -> found.add(follower(user)));
      } catch (WxErrorException | RuntimeException _) {
        // An account without this right, or a platform that is down, knows nobody.
      }
    }
    return found;
  }

  private static Follower follower(WxMpUser user) {
    return new Follower(
        user.getOpenId(),
        Boolean.TRUE.equals(user.getSubscribe()),
        Optional.ofNullable(user.getUnionId()).filter(id -> !id.isEmpty()),
        Optional.ofNullable(user.getSubscribeScene()).orElse(""),
        Optional.ofNullable(user.getQrSceneStr()).orElse(""));
  }

  /** Gives these followers a tag, which is made if the account has none of that name. */
  public SendOutcome tag(String name, List<String> openIds) {
    return Sender.attempted(
        () -> {
          long tag = tagNamed(name);
          for (int from = 0; from < openIds.size(); from += TAGGED_AT_ONCE) {
            List<String> some =
                openIds.subList(from, Math.min(openIds.size(), from + TAGGED_AT_ONCE));
            api.getUserTagService().batchTagging(tag, some.toArray(String[]::new));
          }
          return "{\"errcode\":0}";
        },
        "id");
  }

  private long tagNamed(String name) throws WxErrorException {
    for (WxUserTag tag : api.getUserTagService().tagGet()) {
      if (tag.getName().equals(name)) {
        return tag.getId();
      }
    }
    return api.getUserTagService().tagCreate(name).getId();
  }

  /** Replaces the menu: up to three buttons. Customers see it within a day. */
  public SendOutcome showMenu(List<Button> buttons) {
    WxMenu menu = new WxMenu();
    menu.setButtons(buttons.stream().map(Followers::button).toList());
    return Sender.attempted(
        () -> {
          api.getMenuService().menuCreate(menu);
          return "{\"errcode\":0}";
        },
        "menuid");
  }

  private static WxMenuButton button(Button button) {
    WxMenuButton made = new WxMenuButton();
    made.setName(button.label());
    if (button.below().isEmpty()) {
      boolean page =
          button.target().startsWith("https://") || button.target().startsWith("http://");
      made.setType(page ? "view" : "click");
      made.setUrl(page ? button.target() : null);
      made.setKey(page ? null : button.target());
    }
    made.setSubButtons(button.below().stream().map(Followers::button).toList());
    return made;
  }
}
