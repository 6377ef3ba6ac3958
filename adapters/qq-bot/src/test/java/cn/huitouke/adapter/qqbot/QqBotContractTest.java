package cn.huitouke.adapter.qqbot;

import cn.huitouke.tck.ChannelContract;
import cn.huitouke.tck.FarEnd;

class QqBotContractTest extends ChannelContract {

  @Override
  protected FarEnd farEnd() {
    return new QqFarEnd();
  }
}
