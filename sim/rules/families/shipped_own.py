"""What leaves a plant, to other plants, markets, sinks or its own store, its lines have made.

By the balance this says the same as: what arrives or is bought is used by the lines there. So no
plant is a way around a closed border, the area of a market or a ban on disposal because it happens
to make the same material.

    sum(ship[r,t] for r from p with lot k)
      <= sum(yield[q,k,activity] * act[l,q,t] for lines l at p)
       + sum(yield[q,k,k'] * use[l,q,k',t] for lines l at p and their inputs k')

There is a row where a lot may both arrive (or be bought) and leave. It is physics like a balance:
it has no price, and `sim explain` neither blames it nor lets it give.

**A transfer station** passes things on and is a line like any other, with a capacity and a cost: a
technology whose recipe takes the material with share 1 and yields as much of it.

    technologies:  id,name_en          recipes:  id,technology,name_en,cost [CNY/t]
                   transfer,Transfer             transfer,transfer,Transfer,5
    inputs:        recipe,material,min,max       yields:  recipe,material,per,amount
                   transfer,r,1,1                         transfer,r,r,1

For a waste give the technology [`counting: none`](#what-utilized-means): what the station hands on
counts where it is used. Without it the taking in counts as uptake, and what the station hands on
that ends in a sink is taken off again.
"""

from sim.rules.family import Family
from sim.rules.inside_plants import makers, sent
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "shipped_own"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a plant and lot that may both arrive and leave."""
    out, gone = sent(n)
    return (
        Rows(NAME, n.relays, upper=0.0)
        .add(1.0, c.block("ship")[out], gone)
        .add(-n.makes["amount"], makers(n, c), n.makes[["plant", "lot"]])
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Plant {0}: only {1} that it makes leaves it", "{0}：只运出本厂产出的{1}"),
    index=("plant", "lot"),
    symbols="p,k,t",
    kind="identity",
    rows=rows,
    has_routes=True,
    check="shipped_own",
)
