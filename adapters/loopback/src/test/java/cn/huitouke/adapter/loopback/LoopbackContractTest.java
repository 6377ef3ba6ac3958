package cn.huitouke.adapter.loopback;

import cn.huitouke.tck.ChannelContract;
import cn.huitouke.tck.FarEnd;

class LoopbackContractTest extends ChannelContract {

  @Override
  protected FarEnd farEnd() {
    return new LoopbackFarEnd(channel -> channel);
  }
}
