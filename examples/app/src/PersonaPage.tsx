import { useState } from 'react';
import { ProxiedSignInPage } from '@backstage/core-components';
import { SignInPageProps } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Card from '@material-ui/core/Card';
import CardActions from '@material-ui/core/CardActions';
import CardContent from '@material-ui/core/CardContent';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const PERSONAS = [
  {
    id: 'dana',
    name: 'Dana',
    role: 'Developer',
    text: 'Commerce team. Owns the shop and its databases, sees local and staging.',
  },
  {
    id: 'pat',
    name: 'Pat',
    role: 'Platform engineer',
    text: 'Platform team. Sees and does everything.',
  },
  {
    id: 'olli',
    name: 'Olli',
    role: 'Outsider',
    text: 'Marketing team. Uses the portal, may see no database.',
  },
];
const REMEMBERED = 'demo-persona';

const useStyles = makeStyles(theme => ({
  page: { maxWidth: 960, margin: '0 auto', padding: theme.spacing(8, 3) },
  card: { height: '100%', display: 'flex', flexDirection: 'column' },
  text: { flexGrow: 1 },
}));

/** Sign-in of the demo: one of three personas, no password. */
export const PersonaPage = (props: SignInPageProps) => {
  const classes = useStyles();
  const [persona, setPersona] = useState(
    () => sessionStorage.getItem(REMEMBERED) ?? undefined,
  );
  if (persona)
    return (
      <ProxiedSignInPage
        {...props}
        provider="demo"
        headers={{ 'x-demo-persona': persona }}
      />
    );
  const choose = (id: string) => {
    sessionStorage.setItem(REMEMBERED, id);
    setPersona(id);
  };
  return (
    <main className={classes.page}>
      <Typography variant="h3" component="h1" gutterBottom>
        Who are you today?
      </Typography>
      <Typography paragraph>
        This is a demo: Kubernetes, CloudNativePG and GitHub are simulated on
        this machine.
      </Typography>
      <Grid container spacing={3}>
        {PERSONAS.map(({ id, name, role, text }) => (
          <Grid item xs={12} sm={4} key={id}>
            <Card className={classes.card}>
              <CardContent className={classes.text}>
                <Typography variant="overline">{role}</Typography>
                <Typography variant="h5" component="h2">
                  {name}
                </Typography>
                <Typography variant="body2">{text}</Typography>
              </CardContent>
              <CardActions>
                <Button
                  color="primary"
                  variant="contained"
                  onClick={() => choose(id)}
                >
                  Enter as {name}
                </Button>
              </CardActions>
            </Card>
          </Grid>
        ))}
      </Grid>
    </main>
  );
};
