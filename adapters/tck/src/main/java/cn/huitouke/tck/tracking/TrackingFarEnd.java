package cn.huitouke.tck.tracking;

import cn.huitouke.hook.HookRequest;
import cn.huitouke.tracking.Waybill;
import java.time.LocalDateTime;
import java.util.List;

/** The source's own side: a server that speaks its real bytes, and its pushes. One per test. */
public interface TrackingFarEnd extends AutoCloseable {

  /** The server knows this parcel from now on. Lines oldest first. */
  void knows(Waybill waybill, List<Line> lines, boolean signed);

  /** The server tells of this parcel only to who names this phone tail. */
  void guards(Waybill waybill, String phoneTail);

  /** Recognises a number as one of these carriers', best first. */
  void recognises(String number, List<String> carriers);

  /** What goes wrong with every call from now on. */
  void trouble(Trouble trouble);

  /** How often somebody asked where a parcel is. */
  int questions();

  /** The numbers that it was asked to watch, one entry for each time. */
  List<String> watched();

  /** A push of this parcel as it stands, as it would reach the gateway. */
  HookRequest push(Waybill waybill);

  /** The same bytes with a signature that is not the source's. */
  HookRequest forged(HookRequest push);

  /** A push, rightly signed, whose content is this text. */
  HookRequest signed(String content);

  @Override
  void close();

  /** One line of a trace, at a time of day in China, with no state that needs a table of codes. */
  record Line(LocalDateTime at, String text) {}

  /** What may go wrong. */
  enum Trouble {
    NONE,
    /** HTTP 500 with a page of HTML. */
    BROKEN,
    /** HTTP 200 with half a JSON document. */
    MALFORMED,
    /** The source says that it is busy. */
    BUSY,
    /** The source refuses our key or signature. */
    REFUSES_ACCOUNT,
    /** Nobody listens. */
    DOWN
  }
}
