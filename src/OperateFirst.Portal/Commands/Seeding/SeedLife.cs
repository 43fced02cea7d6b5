using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Commands.Seeding;

/// <param name="Days">Since what happened before.</param>
internal sealed record SeedWish(double Days, SeedDeed Deed, string What);

/// <summary>Draws what happens to one project, in its order and without dates.</summary>
internal sealed class SeedLife(Random chance, SeedTargets targets)
{
    // How many of a hundred projects come so far: registered, read, one agreement, both, asked, invited, asked again, invited again, all done.
    private static readonly int[] Stages = [8, 8, 8, 11, 17, 10, 12, 10, 16];

    private readonly List<SeedWish> wishes = [];

    public IReadOnlyList<SeedWish> Draw(int members)
    {
        var stage = Stage();
        Begin(stage, members);
        Converse(stage);
        if (stage >= 4)
        {
            Ask(MeetingNames.Coordination, stage >= 5);
        }

        if (stage >= 6)
        {
            Ask(MeetingNames.SprintPlanning, stage >= 7);
        }

        if (stage >= 8)
        {
            Then(1, 20, SeedDeed.GetCluster);
        }

        End(stage);
        return wishes;
    }

    private void Begin(int stage, int members)
    {
        if (stage >= 1)
        {
            Then(0.02, 3, SeedDeed.Read);
        }

        if (members > 0)
        {
            Then(0.01, 2, SeedDeed.AddMember);
        }

        if (stage >= 2)
        {
            Then(0.01, 5, SeedDeed.Accept, AgreementNames.Telemetry);
        }

        if (stage >= 3)
        {
            Then(0.01, 9, SeedDeed.Accept, AgreementNames.Commitment);
        }
    }

    private void Converse(int stage)
    {
        if (stage < 3)
        {
            return;
        }

        var thorough = stage >= 6 || (stage >= 4 && !Sometimes(4));
        foreach (var channel in targets.Channels)
        {
            if (thorough || Sometimes(2))
            {
                Then(0.005, 1, SeedDeed.Join, channel);
            }
        }

        foreach (var room in targets.Rooms)
        {
            if (thorough || Sometimes(2))
            {
                Ask(room, thorough || Sometimes(2));
            }
        }
    }

    private void Ask(string target, bool answered)
    {
        Then(0.2, 6, SeedDeed.Ask, target);
        var sentBack = Sometimes(6);
        if (sentBack)
        {
            Then(0.3, 6, SeedDeed.SendBack, target);
        }

        if (sentBack && (answered || Sometimes(2)))
        {
            Then(0.1, 4, SeedDeed.Change, target);
            sentBack = false;
        }

        if (answered)
        {
            Then(0.2, 8, SeedDeed.Approve, target);
        }
        else if (!sentBack && Sometimes(8))
        {
            Then(0.5, 9, SeedDeed.Decline, target);
        }
    }

    private void End(int stage)
    {
        if (Sometimes(20))
        {
            Then(5, 40, SeedDeed.Close);
        }
        else if (stage >= 3 && Sometimes(25))
        {
            Then(8, 40, SeedDeed.Withdraw, Sometimes(2) ? AgreementNames.Telemetry : AgreementNames.Commitment);
        }
    }

    private void Then(double least, double most, SeedDeed deed, string what = "") =>
        wishes.Add(new SeedWish(least + (chance.NextDouble() * (most - least)), deed, what));

    private bool Sometimes(int oneIn) => chance.Next(oneIn) == 0;

    private int Stage()
    {
        var (drawn, stage) = (chance.Next(Stages.Sum()), 0);
        while (drawn >= Stages[stage])
        {
            drawn -= Stages[stage++];
        }

        return stage;
    }
}
