package cn.huitouke.adapter.kdniao;

import cn.huitouke.tck.tracking.TrackingSourceContract;
import cn.huitouke.tracking.TrackingSource;

class KdNiaoContractTest extends TrackingSourceContract<FarKdNiao> {

  @Override
  protected FarKdNiao farEnd() {
    return new FarKdNiao();
  }

  @Override
  protected TrackingSource source(FarKdNiao far) {
    return new KdNiao(
        new KdNiaoSettings("shop", FarKdNiao.ID, FarKdNiao.KEY, far.address(), true), clock);
  }
}
