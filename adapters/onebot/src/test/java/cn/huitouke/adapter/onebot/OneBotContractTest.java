package cn.huitouke.adapter.onebot;

import cn.huitouke.tck.ChannelContract;
import cn.huitouke.tck.FarEnd;
import java.util.Map;

class OneBotContractTest extends ChannelContract {

  @Override
  protected FarEnd farEnd() {
    return new OneBotFarEnd();
  }

  @Override
  protected Map<String, String> notApplicable() {
    return Map.of(
        "h4_aFollowBringsItsInvitation",
        "a friend is added without a word of where from",
        "H6",
        "OneBot knows neither receipts nor redelivery: what is lost is lost",
        "t1_tooFastIsDeferred",
        "OneBot has no answer for that; QQ's risk control looks like a time-out",
        "t2_blockedIsRefusedAsBlocked",
        "one retcode, 1200, for whatever QQ refuses",
        "t2_anUnknownPeerIsRefusedAsUnknown",
        "one retcode, 1200, for whatever QQ refuses",
        "T5",
        "the implementation connects to us (OneBotGroupTest, OneBotTest: a line that is replaced)");
  }
}
