package cn.huitouke.tck.sandbox;

import cn.huitouke.tck.OwnPictures;
import cn.huitouke.tck.PictureFarEnd;
import java.util.Map;

/** One that shows pictures by names of its own. */
public abstract class SandboxPictureFarEnd extends SandboxFarEnd implements PictureFarEnd {

  private final String uploads;
  private final int unknown;

  /**
   * @param uploads a part of the path of uploads
   * @param unknown the code by which the platform says that it does not know a picture
   */
  protected SandboxPictureFarEnd(
      String fine, String sends, Map<Trouble, Integer> codes, String uploads, int unknown) {
    super(fine, sends, codes);
    this.uploads = uploads;
    this.unknown = unknown;
  }

  @Override
  public final void refusesPictures(int times) {
    ahead(cn.huitouke.sandbox.web.Trouble.errcode(unknown).times(times));
  }

  @Override
  public final void nextUpload(int code) {
    aheadOfUpload(cn.huitouke.sandbox.web.Trouble.errcode(code));
  }

  @Override
  public final void nextUpload(Mishap mishap) {
    aheadOfUpload(
        switch (mishap) {
          case SILENCE -> cn.huitouke.sandbox.web.Trouble.silence(true);
          case UNHEARD -> cn.huitouke.sandbox.web.Trouble.silence(false);
          case BROKEN -> cn.huitouke.sandbox.web.Trouble.http500();
          case MALFORMED -> cn.huitouke.sandbox.web.Trouble.malformed();
          case EXPIRED_TOKEN -> cn.huitouke.sandbox.web.Trouble.tokenRevoked();
        });
  }

  private void aheadOfUpload(cn.huitouke.sandbox.web.Trouble trouble) {
    troubles().add(trouble.on(uploads));
  }

  @Override
  public final byte[] seenBy(String customer) {
    return OwnPictures.fetched(sandbox().base("").resolve(onScreen(customer).getLast().url()));
  }
}
