package cn.huitouke.adapter.kuaidi100;

import cn.huitouke.tck.tracking.TrackingSourceContract;
import cn.huitouke.tracking.TrackingSource;
import java.net.URI;

class Kuaidi100ContractTest extends TrackingSourceContract<FarKuaidi100> {

  @Override
  protected FarKuaidi100 farEnd() {
    return new FarKuaidi100();
  }

  @Override
  protected TrackingSource source(FarKuaidi100 far) {
    return new Kuaidi100(settings(far.address()), clock, QueryLock.inMemory(clock));
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
}
