//! Where the algorithms' images are: the registry accounts, by Region.
//!
//! Source: the image tables of SDK 2.257.7.

/// Where an algorithm's image is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Images {
    /// The algorithms that share a registry account in each Region.
    group: AccountGroup,
    /// The tag that the guide recommends.
    pub tag: &'static str,
}

impl Images {
    pub(crate) const fn new(group: AccountGroup, tag: &'static str) -> Self {
        Self { group, tag }
    }
}

/// The groups of algorithms that share an account, in the order of [`ACCOUNTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccountGroup {
    /// The vision algorithms, BlazingText and Sequence-to-Sequence.
    G1,
    /// DeepAR.
    G2,
    /// Most algorithms of tables.
    G3,
    /// Latent Dirichlet Allocation.
    G4,
    /// XGBoost.
    G5,
}

/// How many groups there are.
const GROUPS: usize = 5;

/// The registry path of a repository's image in a Region; `None` where the Region has no registry with it.
pub(crate) fn training_image(images: Images, repository: &str, region: &str) -> Option<String> {
    let account = account(images, region)?;
    let domain = DOMAINS.iter().find(|(name, _)| *name == region).map_or("amazonaws.com", |(_, domain)| domain);
    Some(format!("{account}.dkr.ecr.{region}.{domain}/{repository}:{}", images.tag))
}

/// The account whose registry has the images in a Region.
pub(crate) fn account(images: Images, region: &str) -> Option<&'static str> {
    let (_, accounts) = ACCOUNTS.iter().find(|(name, _)| *name == region)?;
    accounts.get(images.group as usize).copied().filter(|account| !account.is_empty())
}

/// Whether an image's registry is one that has the images, in any Region.
pub(crate) fn has_image(images: Images, image: &str) -> bool {
    let account = image.split('.').next().filter(|account| account.len() == 12);
    account.is_some_and(|account| ACCOUNTS.iter().any(|(_, accounts)| accounts.get(images.group as usize) == Some(&account)))
}

/// The Regions whose registry is known, in alphabetical order.
pub fn regions() -> impl Iterator<Item = &'static str> {
    ACCOUNTS.iter().map(|(region, _)| *region)
}

/// `(Region, account of each group)` for every Region with a registry; empty where a group has none.
const ACCOUNTS: &[(&str, [&str; GROUPS])] = &[
    ("af-south-1", ["455444449433", "455444449433", "455444449433", "", "510948584623"]),
    ("ap-east-1", ["286214385809", "286214385809", "286214385809", "", "651117190479"]),
    ("ap-northeast-1", ["501404015308", "633353088612", "351501993468", "258307448986", "354813040037"]),
    ("ap-northeast-2", ["306986355934", "204372634319", "835164637446", "293181348795", "366743142698"]),
    ("ap-northeast-3", ["867004704886", "867004704886", "867004704886", "", "867004704886"]),
    ("ap-south-1", ["991648021394", "991648021394", "991648021394", "991648021394", "720646828776"]),
    ("ap-south-2", ["628508329040", "628508329040", "628508329040", "", "628508329040"]),
    ("ap-southeast-1", ["475088953585", "475088953585", "475088953585", "475088953585", "121021644041"]),
    ("ap-southeast-2", ["544295431143", "514117268639", "712309505854", "297031611018", "783357654285"]),
    ("ap-southeast-3", ["951798379941", "951798379941", "951798379941", "", "951798379941"]),
    ("ap-southeast-4", ["106583098589", "106583098589", "106583098589", "", "106583098589"]),
    ("ca-central-1", ["469771592824", "469771592824", "469771592824", "469771592824", "341280168497"]),
    ("ca-west-1", ["190319476487", "190319476487", "190319476487", "", "190319476487"]),
    ("cn-north-1", ["390948362332", "390948362332", "390948362332", "", "450853457545"]),
    ("cn-northwest-1", ["387376663083", "387376663083", "387376663083", "", "451049120500"]),
    ("eu-central-1", ["813361260812", "495149712605", "664544806723", "353608530281", "492215442770"]),
    ("eu-central-2", ["680994064768", "680994064768", "680994064768", "", "680994064768"]),
    ("eu-north-1", ["669576153137", "669576153137", "669576153137", "", "662702820516"]),
    ("eu-south-1", ["257386234256", "257386234256", "257386234256", "", "978288397137"]),
    ("eu-south-2", ["104374241257", "104374241257", "104374241257", "", "104374241257"]),
    ("eu-west-1", ["685385470294", "224300973850", "438346466558", "999678624901", "141502667606"]),
    ("eu-west-2", ["644912444149", "644912444149", "644912444149", "644912444149", "764974769150"]),
    ("eu-west-3", ["749696950732", "749696950732", "749696950732", "", "659782779980"]),
    ("il-central-1", ["898809789911", "898809789911", "898809789911", "", "898809789911"]),
    ("me-central-1", ["272398656194", "272398656194", "272398656194", "", "272398656194"]),
    ("me-south-1", ["249704162688", "249704162688", "249704162688", "", "801668240914"]),
    ("sa-east-1", ["855470959533", "855470959533", "855470959533", "", "737474898029"]),
    ("us-east-1", ["811284229777", "522234722520", "382416733822", "766337827248", "683313688378"]),
    ("us-east-2", ["825641698319", "566113047672", "404615174143", "999911452149", "257758044811"]),
    ("us-gov-east-1", ["237065988967", "237065988967", "237065988967", "", "237065988967"]),
    ("us-gov-west-1", ["226302683700", "226302683700", "226302683700", "226302683700", "414596584902"]),
    ("us-iso-east-1", ["490574956308", "490574956308", "490574956308", "490574956308", "833128469047"]),
    ("us-isob-east-1", ["765400339828", "765400339828", "765400339828", "765400339828", "281123927165"]),
    ("us-isof-east-1", ["108575199400", "108575199400", "108575199400", "", "108575199400"]),
    ("us-isof-south-1", ["124985052026", "124985052026", "124985052026", "", "124985052026"]),
    ("us-west-1", ["632365934929", "632365934929", "632365934929", "632365934929", "746614075791"]),
    ("us-west-2", ["433757028032", "156387875391", "174872318107", "266724342769", "246618743249"]),
];

/// The registry's domain where it is not `amazonaws.com`.
const DOMAINS: &[(&str, &str)] = &[
    ("cn-north-1", "amazonaws.com.cn"),
    ("cn-northwest-1", "amazonaws.com.cn"),
    ("us-iso-east-1", "c2s.ic.gov"),
    ("us-isob-east-1", "sc2s.sgov.gov"),
    ("us-isof-south-1", "csp.hci.ic.gov"),
    ("us-isof-east-1", "csp.hci.ic.gov"),
    ("eu-isoe-west-1", "cloud.adc-e.uk"),
];
