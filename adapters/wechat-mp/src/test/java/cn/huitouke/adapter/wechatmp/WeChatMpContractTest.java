package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.Wire;
import cn.huitouke.tck.ChannelContract;
import cn.huitouke.tck.FarEnd;
import java.util.Map;

class WeChatMpContractTest extends ChannelContract {

  @Override
  protected FarEnd farEnd() {
    return new WeChatFarEnd();
  }

  @Override
  protected Map<Wire, String> notSent() {
    return Map.of(WeChatMp.MASS, "the platform refuses a mass send to one");
  }
}
