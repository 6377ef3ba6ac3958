package cn.huitouke.account;

import cn.huitouke.channel.Channel;
import cn.huitouke.tracking.TrackingSource;
import java.util.List;
import java.util.Map;

/** A kind of account that an owner can add. The assembly supplies one bean for each adapter. */
public interface AccountKind {

  /** For example {@code wechat-mp}: the first part of its accounts' ids. Constant. */
  String name();

  /** Constant. */
  Use use();

  /** What has to be known, in the order in which it is asked for. Constant. */
  List<AccountField> fields();

  /**
   * Makes an adapter of these values; starts nothing and calls nobody.
   *
   * @param values by the names of the fields; what was not given is absent
   */
  Opened open(AccountId who, Map<String, String> values);

  /** What an account is for. */
  enum Use {
    /** To talk with customers; there may be several of a kind. */
    CHANNEL,
    /** To know where parcels are; there is one of a kind at most, called {@link #ONLY}. */
    TRACKING;

    /** The name of the only one. */
    public static final String ONLY = "main";
  }

  /** What came of opening an account. */
  sealed interface Opened {

    record AsChannel(Channel channel) implements Opened {}

    record AsSource(TrackingSource source) implements Opened {}

    record Not(List<Fault> faults) implements Opened {}
  }
}
