namespace ConcurrencyAnalyzers.Samples.CONC204.Violation
{
    #region Violation
    internal sealed class Room
    {
        private readonly object gate = new();
        private readonly List<Guest> guests = [];

        public void Announce(string text)
        {
            lock (gate)
            {
                foreach (var guest in guests)
                {
                    guest.Receive(text);
                }
            }
        }

        public void Remove(Guest guest)
        {
            lock (gate)
            {
                guests.Remove(guest);
            }
        }
    }

    internal sealed class Guest(Room room)
    {
        private readonly object gate = new();
        private readonly List<string> received = [];

        public void Receive(string text)
        {
            lock (gate)
            {
                received.Add(text);
            }
        }

        public void Leave()
        {
            lock (gate)
            {
                received.Clear();
                room.Remove(this);
            }
        }
    }
    #endregion
}

namespace ConcurrencyAnalyzers.Samples.CONC204.Fixed
{
    #region Fixed
    internal sealed class Room
    {
        private readonly object gate = new();
        private readonly List<Guest> guests = [];

        public void Announce(string text)
        {
            Guest[] present;
            lock (gate)
            {
                present = [.. guests];
            }

            foreach (var guest in present)
            {
                guest.Receive(text);
            }
        }

        public void Remove(Guest guest)
        {
            lock (gate)
            {
                guests.Remove(guest);
            }
        }
    }

    internal sealed class Guest(Room room)
    {
        private readonly object gate = new();
        private readonly List<string> received = [];

        public void Receive(string text)
        {
            lock (gate)
            {
                received.Add(text);
            }
        }

        public void Leave()
        {
            lock (gate)
            {
                received.Clear();
            }

            room.Remove(this);
        }
    }
    #endregion
}
