-- While a load test runs its accounts stand among those of the firm. They are nobody's business: no list shows them, and no figure counts them.
create policy "accounts of a load test are nobody's business" on public.accounts as restrictive for select to authenticated using (server not like 'scale:%');
create policy "the owner of a load test's accounts is nobody" on public.traders as restrictive for select to authenticated using (email not like '%@scale.invalid');
