package cn.huitouke.adapter.kdniao;

import cn.huitouke.tck.tracking.TrackingFarEnd;
import cn.huitouke.tck.tracking.TrackingSourceContract;
import cn.huitouke.tracking.TrackingSource;
import java.time.Duration;

class KdNiaoContractTest extends TrackingSourceContract {

  private final TurnedByHand clock = new TurnedByHand();

  @Override
  protected TrackingFarEnd farEnd() {
    return new FarKdNiao();
  }

  @Override
  protected TrackingSource source(TrackingFarEnd far) {
    return new KdNiao(
        new KdNiaoSettings("shop", FarKdNiao.ID, FarKdNiao.KEY, ((FarKdNiao) far).address(), true),
        clock);
  }

  @Override
  protected void pass(Duration time) {
    clock.pass(time);
  }
}
