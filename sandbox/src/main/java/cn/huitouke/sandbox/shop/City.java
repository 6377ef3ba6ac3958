package cn.huitouke.sandbox.shop;

/**
 * A city that the demo shop sends to, and the way there from Kunming. The streets are invented.
 *
 * @param midway where a parcel changes lorries
 * @param branch the carrier's last office
 * @param locker where it waits when nobody is at home
 */
public enum City {
  HANGZHOU("浙江省", "杭州市", "西湖区", "虚拟路18号云栖苑3幢", "长沙", "湖南,长沙市", "文三", "云栖苑北门快递柜"),
  GUANGZHOU("广东省", "广州市", "天河区", "虚拟路66号榕荫里7栋", "南宁", "广西,南宁市", "石牌", "榕荫里东门快递柜"),
  CHENGDU("四川省", "成都市", "武侯区", "虚拟路9号玉林小院2单元", "宜宾", "四川,宜宾市", "玉林", "玉林小院快递柜"),
  SHANGHAI("上海市", "上海市", "徐汇区", "虚拟路302弄梧桐坊5号", "长沙", "湖南,长沙市", "湖南路", "梧桐坊驿站"),
  BEIJING("北京市", "北京市", "朝阳区", "虚拟路27号槐树园11号楼", "郑州", "河南,郑州市", "团结湖", "槐树园快递柜"),
  WUHAN("湖北省", "武汉市", "洪山区", "虚拟路88号东湖里4栋", "贵阳", "贵州,贵阳市", "街道口", "东湖里驿站"),
  XIAN("陕西省", "西安市", "雁塔区", "虚拟路5号雁南居6号楼", "成都", "四川,成都市", "小寨", "雁南居快递柜"),
  NANJING("江苏省", "南京市", "玄武区", "虚拟路41号珠江里1幢", "武汉", "湖北,武汉市", "珠江路", "珠江里驿站");

  private final String province;
  private final String city;
  private final String district;
  private final String street;
  private final String midway;
  private final String midwayArea;
  private final String branch;
  private final String locker;

  City(
      String province,
      String city,
      String district,
      String street,
      String midway,
      String midwayArea,
      String branch,
      String locker) {
    this.province = province;
    this.city = city;
    this.district = district;
    this.street = street;
    this.midway = midway;
    this.midwayArea = midwayArea;
    this.branch = branch;
    this.locker = locker;
  }

  public String province() {
    return province;
  }

  public String city() {
    return city;
  }

  public String district() {
    return district;
  }

  String street() {
    return street;
  }

  String midway() {
    return midway;
  }

  String midwayArea() {
    return midwayArea;
  }

  String branch() {
    return branch;
  }

  String locker() {
    return locker;
  }

  /** Without the 市, as carriers name their hubs. */
  String shortName() {
    return city.substring(0, city.length() - 1);
  }

  /** As the trackers write places: {@code 浙江,杭州市,西湖区}. */
  String area() {
    return hubArea() + "," + district;
  }

  String hubArea() {
    return province.substring(0, province.length() - 1) + "," + city;
  }
}
