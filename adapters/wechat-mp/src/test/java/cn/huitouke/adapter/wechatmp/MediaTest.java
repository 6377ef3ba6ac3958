package cn.huitouke.adapter.wechatmp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.channel.SendOutcome.Reason;
import cn.huitouke.channel.Wire;
import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.tck.CollectingInbox;
import cn.huitouke.tck.OwnPictures;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pictures, voices and videos, from the shop's bytes or addresses to the customer's screen. */
class MediaTest {

  private static final String UPLOAD = "/cgi-bin/media/upload";

  private final WeChatFarEnd far = new WeChatFarEnd();
  private final CollectingInbox inbox = new CollectingInbox();
  private final AtomicInteger fetches = new AtomicInteger();
  private HttpServer shop;
  private int ids;

  @BeforeEach
  void open() throws IOException {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    shop.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    shop.createContext("/tea.png", call -> answer(call, 200, "image/png", new byte[] {42, 43}));
    shop.createContext("/huge.png", call -> answer(call, 200, "image/png", new byte[11 << 20]));
    shop.createContext(
        "/page", call -> answer(call, 200, "text/html; charset=utf-8", "x".getBytes()));
    shop.createContext("/broken", call -> answer(call, 503, "text/plain", "x".getBytes()));
    shop.start();
    far.channel().start(inbox);
  }

  @AfterEach
  void close() {
    shop.stop(0);
    far.channel().stop();
    far.close();
  }

  private void answer(HttpExchange call, int status, String type, byte[] body) throws IOException {
    fetches.incrementAndGet();
    call.getResponseHeaders().set("Content-Type", type);
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  private String at(String path) {
    return "http://127.0.0.1:" + shop.getAddress().getPort() + path;
  }

  private InboundEvent asks(String customer) {
    far.says(customer, "有图吗", Integer.toString(9000 + ids++));
    InboundEvent event = inbox.next(Duration.ofSeconds(5));
    return event;
  }

  private SendOutcome sends(String customer, Segment segment) {
    far.channel().nothingMore(asks(customer).id());
    return sends(customer, segment, WeChatMp.CUSTOMER_SERVICE, new Footing.Unprompted());
  }

  private SendOutcome sends(String customer, Segment segment, Wire wire, Footing footing) {
    return far.channel()
        .send(
            new Outbound(
                new OutboundId("media:" + ids++),
                far.peerOf(customer),
                Message.of(segment),
                wire,
                footing));
  }

  private static Segment picture(String reference) {
    return new Segment.Image(reference, Optional.empty());
  }

  private ScreenMessage lastSeenBy(String customer) {
    return far.platform().screenOf(customer).getLast();
  }

  private int uploads() {
    return far.platform().calls().getOrDefault(UPLOAD, 0);
  }

  private byte[] looksAt(ScreenMessage shown) {
    return OwnPictures.fetched(far.seen(shown.url()));
  }

  private static void refused(SendOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
  }

  @Test
  void bytesAndAddressesReachTheScreen() {
    assertThat(sends("mei", picture(WeChatFarEnd.PICTURE))).isEqualTo(new SendOutcome.Accepted(""));
    assertThat(lastSeenBy("mei").kind()).isEqualTo("image");
    assertThat(looksAt(lastSeenBy("mei"))).containsExactly(1, 2, 3);
    assertThat(sends("mei", picture(at("/tea.png")))).isEqualTo(new SendOutcome.Accepted(""));
    assertThat(looksAt(lastSeenBy("mei"))).containsExactly(42, 43);
  }

  @Test
  void everyKindThatIsHeardOrSeenReachesTheScreen() {
    List<Segment> kinds =
        List.of(
            new Segment.Voice(WeChatFarEnd.VOICE, "amr", Optional.empty()),
            new Segment.Video(WeChatFarEnd.VIDEO, WeChatFarEnd.PHOTO),
            new Segment.Music("茶山", "采茶", "https://shop.example/tea.mp3", WeChatFarEnd.PHOTO),
            new Segment.MiniProgram("wx0123", "pages/tea", "茶铺", WeChatFarEnd.PICTURE),
            new Segment.Card(
                "冲泡指南", "三步", "https://shop.example/tea", "https://shop.example/t.jpg"),
            new Segment.Article("article-1"),
            new Segment.Coupon("coupon-1"),
            new Segment.Choices("满意吗", List.of(new Segment.Choice("1", "满意")), ""));
    List<String> shown = new ArrayList<>();
    for (Segment kind : kinds) {
      assertThat(sends("mei", kind)).as("%s", kind.kind()).isInstanceOf(SendOutcome.Accepted.class);
      shown.add(lastSeenBy("mei").kind());
    }
    assertThat(shown)
        .containsExactly(
            "voice", "video", "music", "miniprogrampage", "news", "mpnews", "wxcard", "msgmenu");
  }

  @Test
  void aPictureMayBeThePassiveReply() {
    InboundEvent event = asks("mei");
    assertThat(
            sends(
                "mei",
                picture(at("/tea.png")),
                WeChatMp.PASSIVE_REPLY,
                new Footing.InReplyTo(event.id())))
        .isEqualTo(new SendOutcome.Accepted(""));
    far.platform().settles(Duration.ofSeconds(5));
    assertThat(lastSeenBy("mei").wire()).isEqualTo("passive-reply");
    assertThat(looksAt(lastSeenBy("mei"))).containsExactly(42, 43);
  }

  @Test
  void theSameIsUploadedOnceUntilItEnds() {
    for (int i = 0; i < 3; i++) {
      sends("mei", picture(at("/tea.png")));
    }
    assertThat(uploads()).isEqualTo(1);
    assertThat(fetches).hasValue(1);
    far.passes(Duration.ofHours(72));
    assertThat(sends("mei", picture(at("/tea.png")))).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(uploads()).isEqualTo(2);
  }

  @Test
  void whatThePlatformForgotIsUploadedAnewOnce() {
    sends("mei", picture(at("/tea.png")));
    far.platform().forgetsMedia();
    assertThat(sends("mei", picture(at("/tea.png")))).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(uploads()).isEqualTo(2);
    assertThat(far.screenOf("mei")).hasSize(2);

    far.platform()
        .trouble(cn.huitouke.sandbox.web.Trouble.errcode(40007).on("custom/send").times(2));
    refused(sends("mei", picture(at("/tea.png"))), Reason.CONTENT_REJECTED);
    assertThat(uploads()).as("one more, and no more").isEqualTo(3);
    refused(sends("mei", picture("an-id-of-nobody")), Reason.CONTENT_REJECTED);
    assertThat(uploads()).isEqualTo(3);
  }

  @Test
  void anUploadSurvivesAnExpiredToken() {
    far.platform().trouble(cn.huitouke.sandbox.web.Trouble.tokenRevoked().on("media/upload"));
    assertThat(sends("mei", picture(at("/tea.png")))).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(looksAt(lastSeenBy("mei"))).containsExactly(42, 43);
  }

  @Test
  void aHundredWantItAtOnceAndOneUploadsIt() throws Exception {
    far.channel().nothingMore(asks("mei").id());
    List<Callable<SendOutcome>> sends = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String id = "rush:" + i;
      sends.add(
          () ->
              far.channel()
                  .send(
                      new Outbound(
                          new OutboundId(id),
                          far.peerOf("mei"),
                          Message.of(picture(at("/tea.png"))),
                          WeChatMp.CUSTOMER_SERVICE,
                          new Footing.Unprompted())));
    }
    try (var couriers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var sent : couriers.invokeAll(sends)) {
        sent.get();
      }
    }
    assertThat(uploads()).isEqualTo(1);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void whatCannotBeShownSaysWhy() {
    refused(sends("mei", picture(at("/nothing.png"))), Reason.CONTENT_REJECTED);
    refused(sends("mei", picture(at("/page"))), Reason.CONTENT_REJECTED);
    refused(sends("mei", picture(at("/huge.png"))), Reason.TOO_LONG);
    refused(sends("mei", picture("data:image/png;base64,%%%")), Reason.CONTENT_REJECTED);
    refused(sends("mei", picture("data:image/png,abc")), Reason.CONTENT_REJECTED);
    refused(sends("mei", picture("data:image/png;base64,")), Reason.CONTENT_REJECTED);
    refused(sends("mei", picture("http://not an address/")), Reason.CONTENT_REJECTED);
    refused(
        sends("mei", new Segment.Voice(WeChatFarEnd.PICTURE, "amr", Optional.empty())),
        Reason.CONTENT_REJECTED);
    assertThat(uploads()).isZero();
    assertThat(sends("mei", picture(at("/broken")))).isInstanceOf(SendOutcome.Deferred.class);
    far.platform().trouble(cn.huitouke.sandbox.web.Trouble.silence(false).on("media/upload"));
    assertThat(sends("mei", picture(at("/tea.png"))))
        .as("an upload that failed is no message that may have been sent")
        .isInstanceOf(SendOutcome.Deferred.class);
    shop.stop(0);
    assertThat(sends("mei", picture(at("/gone.png")))).isInstanceOf(SendOutcome.Deferred.class);
    assertThat(far.screenOf("mei")).isEmpty();
  }
}
