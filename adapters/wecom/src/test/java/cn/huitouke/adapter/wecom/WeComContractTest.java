package cn.huitouke.adapter.wecom;

import cn.huitouke.tck.ChannelContract;
import cn.huitouke.tck.FarEnd;
import java.util.Map;

class WeComContractTest extends ChannelContract {

  @Override
  protected FarEnd farEnd() {
    return new WeComFarEnd();
  }

  @Override
  protected Map<String, String> notApplicable() {
    return Map.of(
        "t2_blockedIsRefusedAsBlocked",
        "the platform takes such a message and reports later that it was rejected"
            + " (WeComTest.aMessageThatTheCustomerRejectsIsReportedAsUndelivered)");
  }
}
