package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Troubles;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which part of the platform answers which path. Guarded by the platform's lock. */
final class Routes {
  private final Map<String, Route> routes = new HashMap<>();
  private final World world;
  private final Tokens tokens;
  private final Troubles troubles;
  private final QrCodes qrCodes;
  private final Menus menus = new Menus();
  private final Notices notices;
  private final Tags tags;

  /**
   * @param wire what messages of this path are called, or empty
   * @param token whether an access token is needed
   */
  private record Route(String wire, boolean token, Function<Call, Answer> desk) {}

  Routes(World world, Tokens tokens, OAuth oauth, Troubles troubles) {
    this.world = world;
    this.tokens = tokens;
    this.troubles = troubles;
    this.qrCodes = new QrCodes(world);
    this.notices = new Notices(world);
    this.tags = new Tags(world);
    account();
    open(Media.PICTURES, world.media::shown);
    open("/sns/oauth2/access_token", oauth::exchange);
    messages();
    people();
    rest();
  }

  QrCodes qrCodes() {
    return qrCodes;
  }

  Menus menus() {
    return menus;
  }

  Notices notices() {
    return notices;
  }

  /** Calls that were refused for their number are let in again. */
  private Answer clearQuota(Call call) {
    if (Json.text(call.json(), "appid").isEmpty()) {
      return Errors.of(40013);
    }
    troubles.clear(trouble -> trouble.errcode() == 45009);
    return Errors.of(0);
  }

  private void account() {
    open(
        "/cgi-bin/token",
        c -> tokens.plain(c.query("grant_type"), c.query("appid"), c.query("secret")));
    open("/cgi-bin/stable_token", c -> tokens.stable(c.json()));
    open("/cgi-bin/showqrcode", qrCodes::show);
  }

  private void messages() {
    CustomerService service = new CustomerService(world);
    wire(Bubble.CUSTOMER_SERVICE, "/cgi-bin/message/custom/send", service::send);
    add("/cgi-bin/message/custom/typing", service::typing);
    wire(Bubble.TEMPLATE, "/cgi-bin/message/template/send", notices::template);
    wire(Bubble.SUBSCRIPTION, "/cgi-bin/message/subscribe/bizsend", notices::subscription);
    add("/cgi-bin/template/get_all_private_template", c -> notices.list(false));
    add("/wxaapi/newtmpl/gettemplate", c -> notices.list(true));
    MassSends mass = new MassSends(world, tags);
    wire(Bubble.MASS, "/cgi-bin/message/mass/sendall", mass::toAll);
    wire(Bubble.MASS, "/cgi-bin/message/mass/send", mass::toList);
    wire(Bubble.MASS, "/cgi-bin/message/mass/preview", mass::preview);
    add("/cgi-bin/message/mass/get", mass::status);
    add("/cgi-bin/message/mass/delete", mass::delete);
  }

  private void people() {
    Users users = new Users(world);
    add("/cgi-bin/user/info", users::info);
    add("/cgi-bin/user/info/batchget", users::batch);
    add("/cgi-bin/user/get", users::list);
    add("/cgi-bin/user/tag/get", tags::people);
    add("/cgi-bin/tags/create", tags::create);
    add("/cgi-bin/tags/get", c -> tags.get());
    add("/cgi-bin/tags/update", tags::update);
    add("/cgi-bin/tags/delete", tags::delete);
    add("/cgi-bin/tags/members/batchtagging", tags::tag);
    add("/cgi-bin/tags/members/batchuntagging", tags::untag);
    add("/cgi-bin/tags/getidlist", tags::ofPerson);
  }

  private void rest() {
    add("/cgi-bin/ticket/getticket", c -> tokens.ticket(c.query("type")));
    add("/cgi-bin/clear_quota", this::clearQuota);
    add("/cgi-bin/qrcode/create", qrCodes::create);
    add("/cgi-bin/menu/create", menus::create);
    add("/cgi-bin/menu/get", c -> menus.get());
    add("/cgi-bin/menu/delete", c -> menus.delete());
    add("/cgi-bin/media/upload", world.media::upload);
    add("/cgi-bin/media/get", world.media::get);
  }

  private void open(String path, Function<Call, Answer> desk) {
    routes.put(path, new Route("", false, desk));
  }

  private void add(String path, Function<Call, Answer> desk) {
    routes.put(path, new Route("", true, desk));
  }

  private void wire(String wire, String path, Function<Call, Answer> desk) {
    routes.put(path, new Route(wire, true, desk));
  }

  Answer answer(Call call) {
    world.ledger.called(call.path());
    @Nullable Route route = routes.get(call.path());
    if (route == null) {
      return Answer.html(404, "<html><body>404 page not found</body></html>");
    }
    int refusal = route.token() ? tokens.check(call.query("access_token")) : 0;
    Answer answer = refusal == 0 ? route.desk().apply(call) : Errors.of(refusal);
    note(call, route, Json.read(answer.words()).path("errcode").asInt(0));
    return answer;
  }

  Answer refuse(Call call, int code) {
    world.ledger.called(call.path());
    note(call, routes.get(call.path()), code);
    return Errors.of(code);
  }

  private void note(Call call, @Nullable Route route, int code) {
    if (code != 0 && route != null && !route.wire().isEmpty()) {
      JsonNode to = call.json().path("touser");
      String openid = to.isString() ? to.asString() : "";
      world.ledger.refused(new Refusal(openid, code, route.wire(), world.now()));
    }
  }
}
