package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.QrCodes;
import java.time.Duration;
import java.util.Optional;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.bean.result.WxMpQrCodeTicket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the platform make QR codes: for a ticket of its own it shows the picture to anybody. */
final class QrTickets implements QrCodes {

  private static final Logger log = LoggerFactory.getLogger(QrTickets.class);
  private static final Duration LONGEST = Duration.ofDays(30);

  private final ChannelId id;
  private final WxMpService api;

  QrTickets(ChannelId id, WxMpService api) {
    this.id = id;
    this.api = api;
  }

  @Override
  public Optional<QrCode> temporaryCode(String scene, Duration life) {
    checked(scene);
    if (life.compareTo(LONGEST) > 0 || life.toSeconds() < 1) {
      throw new IllegalArgumentException("A temporary code lives up to 30 days, not " + life);
    }
    return code(() -> api.getQrcodeService().qrCodeCreateTmpTicket(scene, (int) life.toSeconds()));
  }

  @Override
  public Optional<QrCode> permanentCode(String scene) {
    checked(scene);
    return code(() -> api.getQrcodeService().qrCodeCreateLastTicket(scene));
  }

  private static void checked(String scene) {
    if (scene.isEmpty() || scene.length() > 64) {
      throw new IllegalArgumentException("A scene has 1-64 characters");
    }
  }

  /** A call that makes a code. */
  private interface Making {
    WxMpQrCodeTicket make() throws WxErrorException;
  }

  private Optional<QrCode> code(Making making) {
    try {
      WxMpQrCodeTicket made = making.make();
      return Optional.of(
          new QrCode(api.getQrcodeService().qrCodePictureUrl(made.getTicket()), made.getUrl()));
    } catch (WxErrorException | RuntimeException e) {
      log.warn(
          "{}: no QR code: {}",
          id,
          e instanceof WxErrorException no ? ErrorCodes.outcome(no) : e.getClass());
      return Optional.empty();
    }
  }
}
