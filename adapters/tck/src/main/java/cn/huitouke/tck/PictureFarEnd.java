package cn.huitouke.tck;

import cn.huitouke.channel.Segment;
import cn.huitouke.channel.Wire;
import java.util.Optional;

/**
 * A platform that shows pictures by a name of its own, which it gives to whoever uploads one; it takes
 * JPG and PNG.
 */
public interface PictureFarEnd extends FarEnd {

  /** How many pictures it was given. */
  int uploads();

  /** It loses them all. */
  void losesPictures();

  /** It knows no longer the picture that the next message shows, and the one after it, so many times. */
  void refusesPictures(int times);

  /** The next upload meets this. */
  void nextUpload(Mishap mishap);

  /** The next upload is refused with this code. */
  void nextUpload(int code);

  /** The bytes of the picture that the customer was shown last. */
  byte[] seenBy(String customer);

  /** A picture is the shop's own. */
  @Override
  default Segment sample(Wire wire, Segment.Kind kind) {
    return kind == Segment.Kind.IMAGE
        ? new Segment.Image(OwnPictures.data("image/png", OwnPictures.png()), Optional.empty())
        : Samples.of(kind);
  }

  /** What may happen to an upload. */
  enum Mishap {
    /** The platform takes it and hangs up without a word. */
    SILENCE,
    /** The platform hangs up, and has not taken it. */
    UNHEARD,
    /** An error page with status 500. */
    BROKEN,
    /** Something that is not the platform's JSON. */
    MALFORMED,
    /** The platform says: this access token is no longer valid. */
    EXPIRED_TOKEN
  }
}
