package cn.huitouke.adapter.kuaidi100;

import cn.huitouke.tck.tracking.TrackingFarEnd;
import cn.huitouke.tck.tracking.TrackingSourceContract;
import cn.huitouke.tracking.TrackingSource;
import java.net.URI;
import java.time.Duration;

class Kuaidi100ContractTest extends TrackingSourceContract {

  private final TurnedByHand clock = new TurnedByHand();

  @Override
  protected TrackingFarEnd farEnd() {
    return new FarKuaidi100();
  }

  @Override
  protected TrackingSource source(TrackingFarEnd far) {
    return new Kuaidi100(
        settings(((FarKuaidi100) far).address()), clock, QueryLock.inMemory(clock));
  }

  static Kuaidi100Settings settings(URI far) {
    return new Kuaidi100Settings(
        "shop",
        FarKuaidi100.CUSTOMER,
        FarKuaidi100.KEY,
        FarKuaidi100.SALT,
        far,
        far,
        URI.create("http://bot.example.cn:8090/"),
        "4");
  }

  @Override
  protected void pass(Duration time) {
    clock.pass(time);
  }
}
