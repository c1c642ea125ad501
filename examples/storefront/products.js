/**
 * What Maison Perle sells. Prices are in euro cents; `pairs` are the products shown beside one;
 * `picture` describes `pictures/<id>.svg` for those who do not see it.
 */
export const products = [
  {
    id: 'brume',
    collection: 'teas',
    price: 1650,
    pairs: ['galet', 'perle', 'heron'],
    en: {
      name: 'Brume',
      kind: 'Spring green tea, 80 g tin',
      picture: 'A green tin whose label shows misty hills, with tea leaves around it',
      lead: 'Picked before the sun is on the terraces: sweet pea, wet stone, a little chestnut.',
      story:
        'The leaves come from one garden above the clouds, steamed within the hour and rolled by hand. Keep the water well under boiling and Brume stays soft to the third cup.',
      facts: { Origin: 'Hillside garden, first harvest', Water: '75 °C', Steep: '2 minutes', Leaves: '3 g a cup' },
    },
    fr: {
      name: 'Brume',
      kind: 'Thé vert de printemps, boîte de 80 g',
      picture: 'Une boîte verte dont l’étiquette montre des collines dans la brume, entourée de feuilles de thé',
      lead: 'Cueilli avant que le soleil ne touche les terrasses : petit pois, pierre mouillée, un peu de châtaigne.',
      story:
        'Les feuilles viennent d’un seul jardin au-dessus des nuages, passées à la vapeur dans l’heure et roulées à la main. Avec une eau loin de l’ébullition, Brume reste tendre jusqu’à la troisième tasse.',
      facts: {
        Origine: 'Jardin d’altitude, première récolte',
        Eau: '75 °C',
        Infusion: '2 minutes',
        Feuilles: '3 g par tasse',
      },
    },
  },
  {
    id: 'nuit',
    collection: 'teas',
    price: 1400,
    pairs: ['lune', 'galet', 'verger'],
    en: {
      name: 'Nuit',
      kind: 'Smoked black tea, 90 g tin',
      picture: 'A dark blue tin in front of a full moon, its label drawn with ribbons of smoke',
      lead: 'A black tea dried over pine embers: woodsmoke, prune and dark honey.',
      story:
        'Made for late evenings and first frosts. The smoke is there, but it leaves room for the fruit; a drop of milk is no crime.',
      facts: { Origin: 'Mountain tea, pine-smoked', Water: '95 °C', Steep: '4 minutes', Leaves: '2.5 g a cup' },
    },
    fr: {
      name: 'Nuit',
      kind: 'Thé noir fumé, boîte de 90 g',
      picture: 'Une boîte bleu nuit devant la pleine lune, son étiquette traversée de rubans de fumée',
      lead: 'Un thé noir séché sur des braises de pin : feu de bois, pruneau et miel brun.',
      story:
        'Pour les soirées tardives et les premières gelées. La fumée est là, mais elle laisse sa place au fruit ; une goutte de lait n’est pas un crime.',
      facts: {
        Origine: 'Thé de montagne, fumé au pin',
        Eau: '95 °C',
        Infusion: '4 minutes',
        Feuilles: '2,5 g par tasse',
      },
    },
  },
  {
    id: 'verger',
    collection: 'teas',
    price: 1250,
    pairs: ['perle', 'galet', 'brume'],
    en: {
      name: 'Verger',
      kind: 'Pear and quince infusion, 100 g tin',
      picture: 'A terracotta tin with a pear on its label, and a ripe pear beside it',
      lead: 'Rooibos with dried pear, quince and a twist of lemon peel. No caffeine, no sugar.',
      story:
        'We slice and dry the fruit ourselves each October. It is good hot, and better still left in cold water overnight.',
      facts: { Origin: 'Orchard fruit, Cape rooibos', Water: '100 °C', Steep: '7 minutes', Leaves: '4 g a cup' },
    },
    fr: {
      name: 'Verger',
      kind: 'Infusion poire et coing, boîte de 100 g',
      picture: 'Une boîte terre cuite dont l’étiquette porte une poire, et une poire mûre à côté',
      lead: 'Rooibos, poire séchée, coing et un zeste de citron. Sans théine, sans sucre.',
      story:
        'Nous tranchons et séchons les fruits nous-mêmes chaque mois d’octobre. C’est bon chaud, et meilleur encore après une nuit dans l’eau froide.',
      facts: {
        Origine: 'Fruits du verger, rooibos du Cap',
        Eau: '100 °C',
        Infusion: '7 minutes',
        Feuilles: '4 g par tasse',
      },
    },
  },
  {
    id: 'galet',
    collection: 'ceramics',
    price: 6800,
    pairs: ['perle', 'brume', 'nuit'],
    en: {
      name: 'Galet',
      kind: 'Stoneware teapot, 600 ml',
      picture: 'A round speckled teapot dipped in blue glaze, with a woven handle and a pearl on its lid',
      lead: 'Round as a river pebble, dipped in blue, with a porcelain pearl to lift the lid by.',
      story:
        'Thrown on the wheel in small batches, so the line of the glaze is never twice the same. The handle is woven cane and stays cool; the strainer is pierced in the clay itself.',
      facts: { Holds: '600 ml, four small cups', Made: 'Stoneware, cane handle', Care: 'By hand, no soap' },
    },
    fr: {
      name: 'Galet',
      kind: 'Théière en grès, 600 ml',
      picture:
        'Une théière ronde et mouchetée, trempée dans un émail bleu, avec une anse tressée et une perle sur le couvercle',
      lead: 'Ronde comme un galet de rivière, trempée dans le bleu, avec une perle de porcelaine pour lever le couvercle.',
      story:
        'Tournée par petites séries : la ligne de l’émail n’est jamais deux fois la même. L’anse est en rotin tressé et reste fraîche ; le filtre est percé dans la terre même.',
      facts: {
        Contenance: '600 ml, quatre petites tasses',
        Matière: 'Grès, anse en rotin',
        Entretien: 'À la main, sans savon',
      },
    },
  },
  {
    id: 'perle',
    collection: 'ceramics',
    price: 3800,
    pairs: ['galet', 'brume', 'lune'],
    en: {
      name: 'Perle',
      kind: 'Porcelain cups, set of two',
      picture: 'Two pearl-white cups of steaming tea, and a small pearl on the table',
      lead: 'The cups that gave the house its name: thin porcelain with a glow of mother-of-pearl.',
      story:
        'Fired three times, the last with a veil of lustre that turns from rose to lilac as the tea goes down. They nest, and they come wrapped in a cloth you will keep.',
      facts: { Holds: '150 ml each', Made: 'Porcelain, pearl lustre', Care: 'By hand, no microwave' },
    },
    fr: {
      name: 'Perle',
      kind: 'Tasses en porcelaine, lot de deux',
      picture: 'Deux tasses nacrées de thé fumant, et une petite perle sur la table',
      lead: 'Les tasses qui ont donné son nom à la maison : une porcelaine fine, au reflet de nacre.',
      story:
        'Trois cuissons, la dernière avec un voile de lustre qui passe du rose au lilas à mesure que le thé descend. Elles s’emboîtent, et arrivent dans un tissu que vous garderez.',
      facts: {
        Contenance: '150 ml chacune',
        Matière: 'Porcelaine lustrée',
        Entretien: 'À la main, pas de micro-ondes',
      },
    },
  },
  {
    id: 'lune',
    collection: 'ceramics',
    price: 3400,
    pairs: ['roseau', 'nuit', 'perle'],
    en: {
      name: 'Lune',
      kind: 'Matcha bowl',
      picture: 'A wide cream bowl painted with a golden crescent, full of foamy matcha',
      lead: 'A wide bowl for matcha, for broth, for both hands. One brushstroke of moon on its side.',
      story:
        'The crescent is painted freehand in yellow slip, and no two are in the same quarter. The foot is left bare so that you feel the clay.',
      facts: { Holds: '450 ml', Made: 'Stoneware, slip painting', Care: 'Dishwasher safe' },
    },
    fr: {
      name: 'Lune',
      kind: 'Bol à matcha',
      picture: 'Un large bol crème peint d’un croissant doré, plein de matcha mousseux',
      lead: 'Un large bol pour le matcha, pour le bouillon, pour les deux mains. Un coup de pinceau de lune sur le flanc.',
      story:
        'Le croissant est peint à main levée à l’engobe jaune, et il n’y en a pas deux dans le même quartier. Le pied est laissé nu, pour sentir la terre.',
      facts: { Contenance: '450 ml', Matière: 'Grès, peinture à l’engobe', Entretien: 'Passe au lave-vaisselle' },
    },
  },
  {
    id: 'heron',
    collection: 'teaware',
    price: 8400,
    pairs: ['brume', 'galet', 'roseau'],
    en: {
      name: 'Héron',
      kind: 'Swan-neck kettle, 1 litre',
      picture: 'A dark blue enamel kettle with a long curved spout and a wooden handle',
      lead: 'A long neck for a slow, steady pour, and a beech handle that never gets hot.',
      story:
        'Enamelled steel on a heavy base, for gas and induction alike. The spout lets you place the water leaf by leaf, should you be in that kind of mood.',
      facts: { Holds: '1 litre', Made: 'Enamelled steel, beech', Care: 'Descale with white vinegar' },
    },
    fr: {
      name: 'Héron',
      kind: 'Bouilloire col de cygne, 1 litre',
      picture: 'Une bouilloire émaillée bleu nuit au long bec courbe et à la poignée de bois',
      lead: 'Un long col pour verser lentement et droit, et une poignée de hêtre qui ne chauffe jamais.',
      story:
        'Acier émaillé sur un fond épais, pour le gaz comme pour l’induction. Le bec permet de poser l’eau feuille à feuille, si le cœur vous en dit.',
      facts: { Contenance: '1 litre', Matière: 'Acier émaillé, hêtre', Entretien: 'Détartrer au vinaigre blanc' },
    },
  },
  {
    id: 'roseau',
    collection: 'teaware',
    price: 2200,
    pairs: ['lune', 'brume', 'heron'],
    en: {
      name: 'Roseau',
      kind: 'Bamboo whisk and scoop',
      picture: 'A bamboo tea whisk with fine tines, a scoop and a mound of matcha powder',
      lead: 'Eighty tines cut from a single cane, and the scoop that goes with them.',
      story:
        'Soak the tines for a minute before you start, whisk from the wrist, rinse in clear water. It will open like a flower with the weeks.',
      facts: { Holds: 'One whisk, one scoop', Made: 'Bamboo, linen thread', Care: 'Clear water, dry upright' },
    },
    fr: {
      name: 'Roseau',
      kind: 'Fouet et cuillère en bambou',
      picture: 'Un fouet à thé en bambou aux brins fins, une cuillère et un petit tas de poudre de matcha',
      lead: 'Quatre-vingts brins taillés dans une seule canne, et la cuillère qui va avec.',
      story:
        'Trempez les brins une minute avant de commencer, fouettez du poignet, rincez à l’eau claire. Il s’ouvrira comme une fleur au fil des semaines.',
      facts: {
        Contient: 'Un fouet, une cuillère',
        Matière: 'Bambou, fil de lin',
        Entretien: 'Eau claire, sécher debout',
      },
    },
  },
]

export const findProduct = (id) => products.find((product) => product.id === id)
